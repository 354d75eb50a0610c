import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { type CertificateRequest, listCertificates } from '../../src/pki/certificates.ts';
import type { Cluster } from '../../src/plan/cluster.ts';
import { type CaName, caNames } from '../../src/plan/link.ts';
import { prepareSecrets } from '../../src/prepare.ts';
import { keyAlgorithms } from '../../src/profile/schema/names.ts';
import type { ProfileInput } from '../../src/profile/schema/profile.ts';
import { icc17Profile, iccProfile, planned, smallProfile } from '../unit/plan/sample-cluster.ts';

const now = new Date('2026-11-23T12:00:00Z');
const noon = String(now.getTime() / 1000);

const profiles: [string, ProfileInput][] = [
  ['icc', iccProfile()],
  ['icc on Kubernetes 1.7', icc17Profile()],
  ...keyAlgorithms.map((algorithm): [string, ProfileInput] => [
    algorithm,
    smallProfile({ pki: { algorithm, subject: { country: 'DE', organization: 'HAW Hämburg' } } }),
  ]),
];

describe.each(profiles)('openssl and the secrets of %s', (_name, profile) => {
  const directory = mkdtempSync(join(tmpdir(), 'clusterseed-openssl-'));
  const cluster: Cluster = planned(profile);
  const requests = listCertificates(cluster);

  beforeAll(async () => {
    const input = { cluster, existing: undefined, now, diagnostics: createCollector() };
    const prepared = await prepareSecrets(input);
    if (prepared === undefined) throw new Error('nothing was issued');
    const { cas, certificates, serviceAccountKey } = prepared.secrets;
    mkdirSync(join(directory, 'ca'));
    for (const name of caNames) {
      writeFileSync(certificateFile(`ca/${name}`), cas[name].certificate);
      writeFileSync(keyFile(`ca/${name}`), cas[name].key);
    }
    for (const [id, pair] of Object.entries(certificates)) {
      writeFileSync(certificateFile(id), pair.certificate);
      writeFileSync(keyFile(id), pair.key);
    }
    writeFileSync(keyFile('service-account'), serviceAccountKey);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const certificateFile = (id: string) => join(directory, `${id}.crt`);
  const keyFile = (id: string) => join(directory, `${id}.key`);

  /** Ids that `openssl verify` accepts under the CA, with more options. */
  function accepted(ca: CaName, ids: readonly string[], options: readonly string[]): string[] {
    const trust = ['-CAfile', certificateFile(`ca/${ca}`), '-no-CApath', '-x509_strict'];
    const args = ['verify', ...trust, '-attime', noon, ...options, ...ids.map(certificateFile)];
    const { stdout, error } = spawnSync('openssl', args, { encoding: 'utf8' });
    if (error) throw error;
    return ids.filter((id) => stdout.includes(`${certificateFile(id)}: OK\n`));
  }

  function idsOf(test: (request: CertificateRequest) => boolean): string[] {
    return requests.filter(test).map(({ id }) => id);
  }

  it.each(caNames)('chain to the CA %s and to no other', (name) => {
    const ids = requests.map(({ id }) => id);
    expect(accepted(name, ids, [])).toEqual(idsOf(({ ca }) => ca === name));
    expect(accepted(name, [`ca/${name}`], [])).toEqual([`ca/${name}`]);
  });

  it.each(caNames)('are good for what they are for and nothing else (%s)', (name) => {
    const ids = idsOf(({ ca }) => ca === name);
    for (const [usage, purpose] of [
      ['serverAuth', 'sslserver'],
      ['clientAuth', 'sslclient'],
    ] as const) {
      expect(accepted(name, ids, ['-purpose', purpose])).toEqual(
        idsOf(({ ca, usages }) => ca === name && usages.includes(usage)),
      );
    }
  });

  it('cover every name and address that a link dials', () => {
    const dialled = new Map<string, { ca: CaName; host: string; ids: Set<string> }>();
    for (const { ca, serverCertificate, serverName, host } of cluster.links) {
      if (ca === undefined || serverCertificate === undefined) continue;
      for (const name of serverName === undefined ? [host] : [serverName, host]) {
        const entry = dialled.get(`${ca} ${name}`) ?? { ca, host: name, ids: new Set() };
        entry.ids.add(serverCertificate);
        dialled.set(`${ca} ${name}`, entry);
      }
    }
    expect(dialled.size).toBeGreaterThan(8);
    for (const { ca, host, ids } of dialled.values()) {
      const check = isIP(host) === 0 ? '-verify_hostname' : '-verify_ip';
      const options = ['-purpose', 'sslserver', check, host];
      expect(accepted(ca, [...ids], options), host).toEqual([...ids]);
      const wrong = isIP(host) === 0 ? `x${host}` : '192.0.2.1';
      expect(accepted(ca, [...ids], ['-purpose', 'sslserver', check, wrong])).toEqual([]);
    }
  });

  it('have keys that openssl reads and finds consistent', () => {
    const names = [
      ...caNames.map((name) => `ca/${name}`),
      ...requests.map(({ id }) => id),
      'service-account',
    ];
    for (const name of names) {
      const args = ['pkey', '-in', keyFile(name), '-check', '-noout'];
      expect(execFileSync('openssl', args, { encoding: 'utf8' }), name).toMatch(/valid/);
    }
  });
});
