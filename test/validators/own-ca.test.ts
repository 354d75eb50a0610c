import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assembleMachine, checkProfile } from '../../src/compile.ts';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { rotateSecret } from '../../src/lifecycle/rotate.ts';
import { kindOf } from '../../src/pki/certificate-kinds.ts';
import { rootBundle } from '../../src/pki/trust.ts';
import { prepareSecrets } from '../../src/prepare.ts';
import {
  clusterFixture,
  iccProfile,
  nodeNamed,
  type ProfileSource,
  planFixture,
} from '../fixtures/cluster.ts';
import { makeCompanyPki, withOwnCas } from '../fixtures/own-ca.ts';

const now = new Date();
const company = {
  kubernetes: makeCompanyPki('kubernetes'),
  etcd: makeCompanyPki('etcd'),
  frontProxy: makeCompanyPki('front-proxy'),
};
const source = withOwnCas(iccProfile(), company);
const fixture = await clusterFixture(source, now);
const folder = mkdtempSync(join(tmpdir(), 'clusterseed-own-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What openssl says of a certificate with what follows it, trusting the root alone. */
function verify(root: string, shown: string): string {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const trust = ['-CAfile', file('root', root), '-no-CApath', '-x509_strict'];
  const shownFile = file('shown', shown);
  return spawnSync('openssl', ['verify', ...trust, '-untrusted', shownFile, shownFile], {
    encoding: 'utf8',
  }).stdout;
}

test('every machine shows certificates that lead up to the company’s root', () => {
  const { cluster, secrets } = fixture;
  let checked = 0;
  for (const node of cluster.nodes) {
    const { files } = assembleMachine(cluster, node, secrets, createCollector());
    for (const { path, secrets: held } of files.filter((each) => each.path.endsWith('.key'))) {
      const [kind] = held[0]?.secret.replace('certificate/', '').split('@') ?? [];
      if (kind === undefined || !held[0]?.secret.startsWith('certificate/')) continue;
      const ca = kindOf(kind).ca;
      const shown = files.find((each) => each.path === path.replace(/key$/, 'crt'))?.content;
      const { root } = company[ca === 'front-proxy' ? 'frontProxy' : ca];
      expect(verify(root, String(shown))).toContain(': OK');
      expect(String(shown)).not.toContain(root);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(30);
});

test('whoever is let in is certified by the intermediate CA, not by the root', () => {
  const { cluster, secrets } = fixture;
  const { files } = assembleMachine(
    cluster,
    nodeNamed(cluster, 'icc-ctrl-1'),
    secrets,
    createCollector(),
  );
  const text = (path: string) => String(files.find((file) => file.path === path)?.content);
  expect(text('/etc/kubernetes/pki/ca.crt')).not.toContain(company.kubernetes.root);
  expect(text('/etc/kubernetes/pki/etcd/ca.crt')).not.toContain(company.etcd.root);
  expect(text('/etc/kubernetes/pki/root-ca.crt')).toBe(company.kubernetes.chain);
  expect(text('/etc/kubernetes/manifests/kube-controller-manager.yaml')).toContain(
    '--root-ca-file=/etc/kubernetes/pki/root-ca.crt',
  );
  expect(rootBundle(secrets, 'kubernetes')).toBe(company.kubernetes.chain);
});

function edit(change: (sources: Map<string, string>) => void): ProfileSource {
  const sources = new Map(source.sources);
  change(sources);
  return { name: source.name, sources };
}

const codesOf = ({ name, sources }: ProfileSource) =>
  checkProfile(name, sources).diagnostics.all.map(({ code, path }) => [code, path.at(-1)]);

test('what cannot be used is refused, at its line', () => {
  const set = (file: string, content: string) =>
    edit((sources) => sources.set(`ca/${file}`, content));
  const [issuing = ''] = company.etcd.chain.split(/(?<=-----END CERTIFICATE-----\n)/);
  expect(codesOf(source)).toEqual([]);
  expect(codesOf(set('etcd.crt', 'nothing'))).toEqual([['pki/own-ca', 'certificate']]);
  expect(codesOf(set('etcd.crt', company.etcd.stranger.certificate))).toEqual([
    ['pki/own-ca', 'certificate'],
  ]);
  expect(codesOf(set('etcd.crt', issuing))).toEqual([['pki/own-ca', 'certificate']]);
  expect(codesOf(set('etcd.crt', issuing + company.kubernetes.root))).toEqual([
    ['pki/own-ca', 'certificate'],
  ]);
  expect(codesOf(set('etcd.key', company.kubernetes.key))).toEqual([['pki/own-ca', 'key']]);
  expect(codesOf(set('etcd.key', 'nothing'))).toEqual([['pki/own-ca', 'key']]);
});

test('once stored the key’s file is not needed; another CA is taken by a rotation only', async () => {
  const { secrets } = fixture;
  const withoutKeys = edit((sources) => {
    const text = sources.get(source.name) ?? '';
    sources.set(source.name, text.replaceAll(/, key: ca\/\w+\.key/g, ''));
  });
  const prepare = async (from: ProfileSource, existing: typeof secrets | undefined) => {
    const diagnostics = createCollector();
    const prepared = await prepareSecrets({
      cluster: planFixture(from),
      existing,
      now,
      diagnostics,
    });
    return { prepared, codes: diagnostics.all.map(({ code }) => code) };
  };
  expect((await prepare(withoutKeys, secrets)).prepared?.secrets).toBe(secrets);
  expect((await prepare(withoutKeys, undefined)).codes).toEqual(Array(3).fill('pki/own-ca-no-key'));

  const other = makeCompanyPki('second');
  const changed = withOwnCas(iccProfile(), { ...company, etcd: other });
  expect((await prepare(changed, secrets)).codes).toEqual(['pki/own-ca-not-stored']);
  const cluster = planFixture(changed);
  const diagnostics = createCollector();
  let current = secrets;
  for (const move of ['trust', 'switch', 'drop'] as const) {
    const input = { cluster, secrets: current, name: 'ca/etcd', move, now, diagnostics } as const;
    current = (await rotateSecret(input))?.secrets ?? current;
  }
  expect(diagnostics.all).toEqual([]);
  expect(other.chain.startsWith(current.cas.etcd.certificate)).toBe(true);
  const again = await rotateSecret({
    cluster: fixture.cluster,
    secrets,
    name: 'ca/etcd',
    move: 'next',
    now,
    diagnostics,
  });
  expect(again).toBeUndefined();
  expect(diagnostics.all.map(({ code }) => code)).toEqual(['pki/own-ca-in-use']);
});
