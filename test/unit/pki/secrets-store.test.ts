import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Secrets } from '../../../src/pki/secrets.ts';
import { parseSecrets, serializeSecrets } from '../../../src/pki/secrets-store.ts';
import { prepareSecrets } from '../../../src/prepare.ts';
import { planned, smallProfile } from '../plan/sample-cluster.ts';

const now = new Date('2026-11-23T12:00:00Z');
const file = 'small.secrets.yaml';

async function issue(): Promise<Secrets> {
  const cluster = planned(smallProfile());
  const input = { cluster, existing: undefined, now, diagnostics: createCollector() };
  const prepared = await prepareSecrets(input);
  if (prepared === undefined) throw new Error('nothing was issued');
  return prepared.secrets;
}

function read(text: string, cluster = 'small') {
  const diagnostics = createCollector();
  const secrets = parseSecrets(text, { cluster, file, diagnostics });
  const found = diagnostics.all.map(({ code, message }) => `${code}: ${message}`);
  return { secrets, found };
}

const secrets = await issue();
const foreign = await issue();
const text = serializeSecrets(secrets);

it('reads back what it wrote, in one order', () => {
  expect(read(text)).toEqual({ secrets, found: [] });
  const turned = {
    ...secrets,
    certificates: Object.fromEntries(Object.entries(secrets.certificates).toReversed()),
  };
  expect(serializeSecrets(turned)).toBe(text);
});

it('keeps the tokens of split documents, and refuses what is none without showing it', () => {
  const partTokens = { two: 'b'.repeat(64), one: 'a'.repeat(64) };
  const { secrets: again, found } = read(serializeSecrets({ ...secrets, partTokens }));
  expect(again).toEqual({ ...secrets, partTokens });
  expect(found).toEqual([]);
  const bad = read(serializeSecrets({ ...secrets, partTokens: { one: 'two words' } }));
  expect(bad.found).toEqual([expect.stringMatching(/^pki\/secrets-damaged: .*partTokens\.one/)]);
  expect(bad.found.join()).not.toContain('two words');
});

it('takes missing leaf certificates as they are', () => {
  const { certificates: _none, ...rest } = secrets;
  const { found } = read(JSON.stringify(rest));
  expect(found).toEqual([]);
});

it.each([1, 2, 3])('says that the file was cut off, wherever it was (%i)', (divisor) => {
  const lines = text.split('\n');
  const cut = lines.slice(0, Math.ceil((lines.length - 3) / divisor)).join('\n');
  expect(read(cut).found).toEqual([
    `pki/secrets-cut-off: ${file} is cut off: its last line is not three dots`,
  ]);
  // Whole certificates missing at the end would be issued anew.
  const start = text.lastIndexOf('\n  kube-scheduler@');
  expect(read(`${text.slice(0, start)}\n`).found).toHaveLength(1);
});

it('reads a file that was written before it had a last line', () => {
  const older = text.replace(/^#.*\n/, '').replace(/\.\.\.\n$/, '');
  expect(read(older)).toEqual({ secrets, found: [] });
});

describe('damage', () => {
  const one = secrets.certificates['kube-apiserver@one'];
  const other = secrets.certificates['etcd-server@one'];
  if (one === undefined || other === undefined) throw new Error('no certificate');
  const withCertificate = (pair: object) =>
    JSON.stringify({ ...secrets, certificates: { 'kube-apiserver@one': pair } });
  const name = 'certificates."kube-apiserver@one"';

  it.each([
    ['broken YAML', 'version: [1', [`pki/secrets-not-yaml: ${file} is not YAML`]],
    ['an empty file', '', [`pki/secrets-not-yaml: ${file} is not YAML`]],
    ['nothing but a comment', 'null # gone', ['pki/secrets-version: ']],
    ['a list', '- 1', [`pki/secrets-version: ${file} does not say`]],
    ['another version', text.replace('version: 1', 'version: 2'), ['pki/secrets-version: ']],
    [
      'another cluster',
      text.replace('cluster: small', 'cluster: large'),
      [`pki/secrets-other-cluster: ${file} does not belong to the cluster small`],
    ],
    [
      'missing parts, all at once',
      JSON.stringify({ ...secrets, encryptionKey: undefined, cas: { etcd: secrets.cas.etcd } }),
      [
        `pki/secrets-incomplete: ${file} lacks cas.kubernetes`,
        `pki/secrets-incomplete: ${file} lacks cas.front-proxy`,
        `pki/secrets-incomplete: ${file} lacks encryptionKey`,
      ],
    ],
    [
      'an unknown part',
      JSON.stringify({ ...secrets, extra: 1, cas: { ...secrets.cas, [one.key]: 1 } }),
      [
        `pki/secrets-unknown: ${file} holds extra`,
        `pki/secrets-unknown: ${file} holds cas.(an entry of another name)`,
      ],
    ],
    [
      'a PEM that was cut off',
      withCertificate({ ...one, certificate: one.certificate.slice(0, 200) }),
      [`pki/secrets-damaged: ${file}: ${name}.certificate is damaged`],
    ],
    [
      'a key that is a number',
      withCertificate({ ...one, key: 7 }),
      [`pki/secrets-damaged: ${file}: ${name}.key is damaged`],
    ],
    [
      'the key of another certificate',
      withCertificate({ ...one, key: other.key }),
      [`pki/secrets-key-mismatch: ${file}: the key of ${name}`],
    ],
    [
      'a certificate of another CA',
      withCertificate(foreign.certificates['kube-apiserver@one'] ?? {}),
      [`pki/secrets-wrong-ca: ${file}: ${name} was not signed by the CA kubernetes`],
    ],
    [
      'a CA that is none',
      JSON.stringify({ ...secrets, certificates: {}, cas: { ...secrets.cas, etcd: other } }),
      [`pki/secrets-damaged: ${file}: cas.etcd.certificate is damaged`],
    ],
    [
      'values of the wrong length',
      JSON.stringify({
        ...secrets,
        serviceAccountKey: 'x',
        encryptionKey: 'AAAA',
        bootstrapToken: 'f00',
      }),
      [
        `pki/secrets-damaged: ${file}: serviceAccountKey`,
        `pki/secrets-damaged: ${file}: encryptionKey`,
        `pki/secrets-damaged: ${file}: bootstrapToken`,
      ],
    ],
  ])('%s is reported', (_title, damaged, expected) => {
    const result = read(damaged);
    expect(result.secrets).toBeUndefined();
    expect(result.found).toEqual(expected.map((start) => expect.stringContaining(start)));
  });

  it('is told without any secret', () => {
    const broken = text.replace(secrets.bootstrapToken, `"${secrets.bootstrapToken}`);
    for (const message of read(broken).found) {
      expect(message).not.toContain(secrets.bootstrapToken);
    }
  });
});
