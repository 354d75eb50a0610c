import { expect, test } from 'vitest';
import { kubeControllerManager } from '../../../src/components/kube-controller-manager.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';
import { parseFlags } from '../../fixtures/flags.ts';
import { parseStaticPod } from '../../fixtures/static-pod.ts';

async function manifestOf(edit?: (text: string) => string) {
  const part = contributionOf(kubeControllerManager, await iccFixture(edit), 'icc-ctrl-1');
  const path = '/etc/kubernetes/manifests/kube-controller-manager.yaml';
  const pod = parseStaticPod(fileText(part, path));
  return { part, pod, flags: parseFlags(pod.spec.containers[0].command.slice(1)) };
}

test('it sees the CA key, its identity and what it verifies with, nothing writable', async () => {
  const { pod } = await manifestOf();
  expect(pod.spec.volumes.map(({ hostPath }) => hostPath.path)).toEqual([
    '/etc/kubernetes/pki/ca.crt',
    '/etc/kubernetes/pki/ca.key',
    '/etc/kubernetes/pki/front-proxy-ca.crt',
    '/etc/kubernetes/pki/sa.key',
    '/etc/kubernetes/controller-manager.conf',
    '/etc/kubernetes/pki/controller-manager.crt',
    '/etc/kubernetes/pki/controller-manager.key',
  ]);
  const { volumeMounts } = pod.spec.containers[0];
  expect(volumeMounts.every(({ readOnly }) => readOnly === true)).toBe(true);
});

test('it dials the API server beside it and is alive by /healthz, as it has no /livez', async () => {
  const { part, pod } = await manifestOf();
  const kubeconfig = fileText(part, '/etc/kubernetes/controller-manager.conf');
  expect(kubeconfig).toContain('server: https://127.0.0.1:6443\n');
  expect(pod.spec.containers[0].livenessProbe.httpGet).toEqual({
    host: '127.0.0.1',
    path: '/healthz',
    port: 10257,
    scheme: 'HTTPS',
  });
});

test('pod networks are allocated for flannel, and not where the plan has decided them', async () => {
  const { flags } = await manifestOf();
  expect(flags.get('allocate-node-cidrs')).toEqual(['true']);
  expect(flags.get('cluster-cidr')).toEqual(['10.200.0.0/16']);
  const routes = await manifestOf((text) => text.replace('plugin: flannel', 'plugin: routes'));
  expect(routes.flags.get('allocate-node-cidrs')).toEqual(['false']);
  expect(routes.flags.has('cluster-cidr')).toBe(false);
});

test('it signs for as long as the profile’s leaf certificates last', async () => {
  const { flags } = await manifestOf((text) =>
    text.replace('pki:\n', 'pki:\n  validity: { leaf: 90d }\n'),
  );
  expect(flags.get('cluster-signing-duration')).toEqual(['2160h']);
});
