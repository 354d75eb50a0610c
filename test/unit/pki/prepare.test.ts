import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { listCertificates } from '../../../src/pki/certificates.ts';
import type { Secrets } from '../../../src/pki/secrets.ts';
import { prepareSecrets } from '../../../src/prepare.ts';
import type { ProfileInput } from '../../../src/profile/schema/profile.ts';
import { iccProfile, planned } from '../plan/sample-cluster.ts';

const now = new Date('2026-11-23T12:00:00Z');

async function prepare(profile: ProfileInput, existing?: Secrets, clock = now) {
  const diagnostics = createCollector();
  const cluster = planned(profile);
  const prepared = await prepareSecrets({ cluster, existing, now: clock, diagnostics });
  return { prepared, cluster, diagnostics: diagnostics.all };
}

const first = await prepare(iccProfile());
const stored = first.prepared?.secrets;
if (stored === undefined) throw new Error('nothing was issued');
const workers = {
  name: 'icc-worker-4',
  roles: ['worker' as const],
  address: '10.240.0.23/24',
};

describe('prepareSecrets', () => {
  it('creates everything that the cluster asks for', () => {
    const ids = listCertificates(first.cluster).map(({ id }) => id);
    expect(Object.keys(stored.certificates)).toEqual(ids);
    expect(first.prepared?.added).toEqual([
      'ca/kubernetes',
      'ca/etcd',
      'ca/front-proxy',
      'service-account-key',
      'encryption-key',
      'bootstrap-token',
      ...ids.map((id) => `certificate/${id}`),
    ]);
    expect(first.diagnostics).toEqual([]);
    expect(stored.bootstrapToken).toMatch(/^[0-9a-f]{32}$/);
    expect(Buffer.from(stored.encryptionKey, 'base64')).toHaveLength(32);
  });

  it('has no key twice', () => {
    const pairs = [...Object.values(stored.cas), ...Object.values(stored.certificates)];
    const keys = [stored.serviceAccountKey, ...pairs.map(({ key }) => key)];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('changes nothing when nothing is missing', async () => {
    const { prepared } = await prepare(iccProfile(), stored);
    expect(prepared?.secrets).toBe(stored);
    expect(prepared?.added).toEqual([]);
  });

  it('adds only what is missing and keeps what no node needs any more', async () => {
    const { machines, ...rest } = iccProfile();
    const changed = machines.filter(({ name }) => name !== 'icc-worker-1').concat(workers);
    const { prepared } = await prepare({ ...rest, machines: changed }, stored);
    expect(prepared?.added).toEqual(['certificate/kubelet-serving@icc-worker-4']);
    expect(prepared?.secrets).toMatchObject(stored);
    expect(Object.keys(prepared?.secrets.certificates ?? {})).toHaveLength(
      Object.keys(stored.certificates).length + 1,
    );
  });

  it('gives a token to each split node, once, and none where no store asks for it', async () => {
    const profile: ProfileInput = {
      ...iccProfile(),
      target: { store: { url: 'https://seed.example.org', token: true } },
      roles: { controller: { delivery: 'split' } },
    };
    const names = ['icc-ctrl-1', 'icc-ctrl-2', 'icc-ctrl-3'];
    const { prepared } = await prepare(profile, stored);
    expect(prepared?.added).toEqual(names.map((name) => `part-token/${name}`));
    const tokens = Object.values(prepared?.secrets.partTokens ?? {});
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect((await prepare(profile, prepared?.secrets)).prepared?.added).toEqual([]);
    expect((await prepare(iccProfile(), prepared?.secrets)).prepared?.secrets).toBe(
      prepared?.secrets,
    );
    const target = { store: { url: 'https://seed.example.org' } };
    expect((await prepare({ ...profile, target }, stored)).prepared?.added).toEqual([]);
  });

  it('reports a name that is not covered, and issues nothing', async () => {
    const endpoint = 'api.example.org:443';
    const { prepared, diagnostics } = await prepare({ ...iccProfile(), endpoint }, stored);
    expect(prepared).toBeUndefined();
    expect(diagnostics).toMatchObject(
      ['icc-ctrl-1', 'icc-ctrl-2', 'icc-ctrl-3'].map((node, index) => ({
        code: 'pki/certificate-stale',
        path: ['machines', 6 + index],
        message: `the stored certificate kube-apiserver@${node} no longer fits the cluster: it does not cover api.example.org`,
        hint: expect.stringContaining(`--certificate kube-apiserver@${node}`),
      })),
    );
  });

  it('issues a certificate anew once its entry is removed', async () => {
    const endpoint = 'api.example.org:443';
    const certificates = Object.fromEntries(
      Object.entries(stored.certificates).filter(([id]) => !id.startsWith('kube-apiserver@')),
    );
    const { prepared } = await prepare({ ...iccProfile(), endpoint }, { ...stored, certificates });
    expect(prepared?.added).toHaveLength(3);
    expect(prepared?.secrets.cas).toEqual(stored.cas);
  });

  it('reports another subject or usage', async () => {
    const swapped = {
      ...stored.certificates,
      'kubelet-serving@icc-worker-1': stored.certificates['kube-scheduler@icc-ctrl-1'],
    } as Secrets['certificates'];
    const { diagnostics } = await prepare(iccProfile(), { ...stored, certificates: swapped });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the stored certificate kubelet-serving@icc-worker-1 no longer fits the cluster: ' +
        'its subject is not O=system:nodes, CN=system:node:icc-worker-1; ' +
        'it is for clientAuth, not for serverAuth; it does not cover icc-worker-1, 10.240.0.20',
    ]);
  });

  it('warns thirty days before the end, and refuses after it', async () => {
    const late = await prepare(iccProfile(), stored, new Date('2027-11-01T00:00:00Z'));
    expect(late.prepared?.secrets).toBe(stored);
    expect(late.diagnostics).toMatchObject([
      {
        code: 'pki/certificate-expiring',
        severity: 'warning',
        message: expect.stringContaining(
          '45 stored certificates expire within 30 days (from 2027-11-23)',
        ),
      },
    ]);
    const over = await prepare(iccProfile(), stored, new Date('2027-12-01T00:00:00Z'));
    expect(over.prepared).toBeUndefined();
    expect(over.diagnostics).toMatchObject([{ code: 'pki/certificate-expired' }]);
  });

  it('cuts a leaf to the end of its CA and says so', async () => {
    const pki = { validity: { ca: '30d', leaf: '1y' } };
    const { prepared, diagnostics } = await prepare({ ...iccProfile(), pki });
    expect(prepared).toBeDefined();
    expect(diagnostics.map(({ code, path }) => [code, ...path])).toEqual(
      Array(3).fill(['pki/leaf-outlives-ca', 'pki', 'validity', 'leaf']),
    );
  });
});
