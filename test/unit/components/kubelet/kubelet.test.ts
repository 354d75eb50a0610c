import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { splitLabels } from '../../../../src/components/kubelet/labels.ts';
import { kubelet } from '../../../../src/components/kubelet.ts';
import { iccProfile, smallProfile } from '../../plan/sample-cluster.ts';
import { contribute, textOf } from '../contribute.ts';

const config = '/etc/kubernetes/kubelet.yaml';
const yaml = (text: string) => load(text) as Record<string, unknown>;

test('a worker joins with the token, over the endpoint', () => {
  const part = contribute(kubelet, iccProfile(), 'icc-worker-1');
  expect(textOf(part, 'kubelet.service')).toContain(`ExecStart=/usr/local/bin/kubelet \\
  --config=/etc/kubernetes/kubelet.yaml \\
  --kubeconfig=/etc/kubernetes/kubelet.conf \\
  --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf \\
  --cert-dir=/var/lib/kubelet/pki \\
  --node-ip=10.240.0.20
Restart=always
RestartSec=5
`);
  expect(yaml(textOf(part, '/etc/kubernetes/bootstrap-kubelet.conf'))).toMatchObject({
    clusters: [
      {
        cluster: {
          server: 'https://icc-k8s-api.informatik.haw-hamburg.de:443',
          'certificate-authority': '/etc/kubernetes/pki/ca.crt',
        },
      },
    ],
    users: [{ user: { token: '0123456789abcdef0123456789abcdef' } }],
  });
  expect(part.files?.filter(({ secrets }) => secrets.length > 0)).toMatchObject([
    { path: '/etc/kubernetes/pki/kubelet.key', mode: 0o600 },
    { path: '/etc/kubernetes/bootstrap-kubelet.conf', mode: 0o600 },
  ]);
});

test('a controller shows its own certificate to the API server beside it', () => {
  const part = contribute(kubelet, iccProfile(), 'icc-ctrl-1');
  expect(textOf(part, 'kubelet.service')).not.toContain('bootstrap');
  expect(yaml(textOf(part, '/etc/kubernetes/kubelet.conf'))).toMatchObject({
    clusters: [{ cluster: { server: 'https://127.0.0.1:6443' } }],
    users: [
      {
        user: {
          'client-certificate': '/etc/kubernetes/pki/kubelet-client.crt',
          'client-key': '/etc/kubernetes/pki/kubelet-client.key',
        },
      },
    ],
  });
  expect(textOf(part, '/etc/kubernetes/pki/kubelet-client.key')).toBe(
    'key of kubelet-client@icc-ctrl-1\n',
  );
});

test('a controller is tainted unless it is a worker too; the profile’s taints follow', () => {
  const taint = { key: 'gpu', value: '', effect: 'NoExecute' } as const;
  const controlPlane = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
  const defaults = { taints: [taint] };
  const taintsOf = (part: ReturnType<typeof contribute>) =>
    yaml(textOf(part, config)).registerWithTaints;
  expect(taintsOf(contribute(kubelet, { ...iccProfile(), defaults }, 'icc-ctrl-1'))).toEqual([
    controlPlane,
    { key: 'gpu', effect: 'NoExecute' },
  ]);
  expect(taintsOf(contribute(kubelet, smallProfile()))).toBeUndefined();
});

test('the profile’s fields are laid over ours at every depth', () => {
  const profile = smallProfile({
    kubernetes: { version: '1.36.3', kubelet: { config: { maxPods: 200, podPidsLimit: 1 } } },
    roles: { worker: { kubelet: { config: { authentication: { webhook: { cacheTTL: '1m' } } } } } },
  });
  expect(yaml(textOf(contribute(kubelet, profile), config))).toMatchObject({
    maxPods: 200,
    podPidsLimit: 1,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true, cacheTTL: '1m' } },
  });
});

test('where /usr is read-only, plugins lie elsewhere', () => {
  const part = contribute(kubelet, smallProfile({ target: { os: 'flatcar' } }));
  expect(yaml(textOf(part, config)).volumePluginDir).toBe('/var/lib/kubelet/volumeplugins');
  expect(part.downloads?.[0]?.placement).toMatchObject({ path: '/opt/bin/kubelet' });
});

test('a kubelet sets only the labels that it may', () => {
  const labels = {
    'example.org/rack': '3',
    'node-restriction.kubernetes.io/zone': 'a',
    'node-role.kubernetes.io/gpu': '',
    'node.kubernetes.io/pool': 'x',
    plain: 'y',
    'topology.kubernetes.io/zone': 'z',
    'scheduling.k8s.io/foo': 'b',
  };
  const { own, privileged } = splitLabels(labels);
  expect(own.map(([key]) => key)).toEqual([
    'example.org/rack',
    'node.kubernetes.io/pool',
    'plain',
    'topology.kubernetes.io/zone',
  ]);
  expect(privileged.map(([key]) => key)).toEqual([
    'node-restriction.kubernetes.io/zone',
    'node-role.kubernetes.io/gpu',
    'scheduling.k8s.io/foo',
  ]);
  const part = contribute(kubelet, smallProfile({ defaults: { labels } }));
  expect(textOf(part, 'kubelet.service')).toContain(
    '--node-labels=example.org/rack=3,node.kubernetes.io/pool=x,plain=y,topology.kubernetes.io/zone=z',
  );
});
