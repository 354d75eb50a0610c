import { X509Certificate } from 'node:crypto';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { adminKubeconfig } from '../../../src/components/admin-kubeconfig.ts';
import { iccFixture } from '../../fixtures/cluster.ts';

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<string, string>> }];
  readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
}

test('it dials the endpoint with the administrator’s certificate', async () => {
  const { cluster, secrets } = await iccFixture();
  const kubeconfig = load(adminKubeconfig(cluster, secrets)) as Kubeconfig;
  const target = kubeconfig.clusters[0].cluster;
  expect(target.server).toBe('https://icc-k8s-api.informatik.haw-hamburg.de:443');
  expect(atob(target['certificate-authority-data'] ?? '')).toBe(secrets.cas.kubernetes.certificate);
  const certificate = new X509Certificate(
    atob(kubeconfig.users[0].user['client-certificate-data'] ?? ''),
  );
  expect(certificate.subject).toContain('CN=kubernetes-admin');
  expect(
    certificate.verify(new X509Certificate(secrets.cas.kubernetes.certificate).publicKey),
  ).toBe(true);
});
