import { expect, test } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { importSecrets } from '../../../src/lifecycle/import/import-secrets.ts';
import { fixtureNow, iccFixture } from '../../fixtures/cluster.ts';

const [{ cluster, secrets }, other] = await Promise.all([iccFixture(), iccFixture()]);

async function take(more: Readonly<Record<string, string>>) {
  const diagnostics = createCollector();
  const files = {
    'ca.crt': secrets.cas.kubernetes.certificate,
    'ca.key': secrets.cas.kubernetes.key,
    ...more,
  };
  const texts = new Map(Object.entries(files));
  const imported = await importSecrets(cluster, texts, fixtureNow, diagnostics);
  return { imported, found: diagnostics.all };
}

test('two CAs for one purpose: both files are named, nothing is made', async () => {
  const { imported, found } = await take({
    'old/ca.crt': other.secrets.cas.kubernetes.certificate,
    'old/ca.key': other.secrets.cas.kubernetes.key,
    'etcd/ca.crt': secrets.cas.etcd.certificate,
    'etcd/ca.key': secrets.cas.etcd.key,
  });
  expect(imported).toBeUndefined();
  expect(found.map(({ code }) => code)).toEqual(['import/ambiguous-ca']);
  expect(found[0]?.message).toContain('ca.crt');
  expect(found[0]?.message).toContain('old/ca.crt');
});

const encryption = (providers: string) =>
  `kind: EncryptionConfiguration\napiVersion: apiserver.config.k8s.io/v1\nresources:\n  - resources: [secrets]\n    providers: ${providers}\n`;

test('encryption at rest by keys of its own is told, and its key is shown nowhere', async () => {
  const key = 'c2VjcmV0IGlzIHNlY3VyZSwgb3IgaXMgaXQ/AAAAAAA=';
  const text = encryption(
    `[{ aescbc: { keys: [{ name: k1, secret: ${key} }] } }, { identity: {} }]`,
  );
  const { imported } = await take({ 'encryption.yaml': text });
  const { secrets: _made, ...told } = imported ?? {};
  expect(imported?.made).toContainEqual({
    secret: 'encryption-key',
    why: 'encryption.yaml encrypts by aescbc with keys that are not taken over',
  });
  expect(imported?.remarks[0]).toMatch(/^encryption\.yaml: .*put identity first/);
  expect(imported?.left).toEqual([]);
  expect(JSON.stringify(told)).not.toContain(key);
});

test('a configuration that encrypts nothing is none', async () => {
  const { imported } = await take({ 'encryption.yaml': encryption('[{ identity: {} }]') });
  expect(imported?.made).toContainEqual({
    secret: 'encryption-key',
    why: 'what is stored in plain is read as before, and encrypted when it is written',
  });
});
