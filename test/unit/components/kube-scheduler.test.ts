import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { kubeScheduler } from '../../../src/components/kube-scheduler.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';
import { parseStaticPod } from '../../fixtures/static-pod.ts';

async function schedulerOf(edit?: (text: string) => string) {
  return contributionOf(kubeScheduler, await iccFixture(edit), 'icc-ctrl-3');
}

test('it reads its configuration and identity and nothing else', async () => {
  const part = await schedulerOf();
  const pod = parseStaticPod(fileText(part, '/etc/kubernetes/manifests/kube-scheduler.yaml'));
  const paths = [
    '/etc/kubernetes/scheduler/config.yaml',
    '/etc/kubernetes/scheduler.conf',
    '/etc/kubernetes/pki/ca.crt',
    '/etc/kubernetes/pki/scheduler.crt',
    '/etc/kubernetes/pki/scheduler.key',
  ];
  expect(pod.spec.volumes.map(({ hostPath }) => hostPath)).toEqual(
    paths.map((path) => ({ path, type: 'File' })),
  );
  expect(part.files?.flatMap(({ secrets }) => secrets.map(({ secret }) => secret))).toEqual([
    'certificate/kube-scheduler@icc-ctrl-3',
  ]);
});

test('the profile’s configuration is laid over ours, but for the kubeconfig', async () => {
  const config =
    'scheduler: { config: { parallelism: 8, clientConnection: { qps: 80 }, leaderElection: { leaseDuration: 30s } } }';
  const part = await schedulerOf((text) =>
    text.replace('  apiServer:\n', `  ${config}\n  apiServer:\n`),
  );
  expect(load(fileText(part, '/etc/kubernetes/scheduler/config.yaml'))).toEqual({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: true, leaseDuration: '30s' },
    enableProfiling: false,
    parallelism: 8,
    clientConnection: { qps: 80, kubeconfig: '/etc/kubernetes/scheduler.conf' },
  });
});
