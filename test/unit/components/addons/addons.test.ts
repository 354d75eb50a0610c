import { load, loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { addons } from '../../../../src/components/addons/addons.ts';
import type { KubernetesObject } from '../../../../src/components/addons/object.ts';
import type { MachinePart } from '../../../../src/machine/model.ts';
import type { ProfileInput } from '../../../../src/profile/schema/profile.ts';
import { iccProfile, planned, smallProfile } from '../../plan/sample-cluster.ts';
import { contribute, namedSecrets, textOf } from '../contribute.ts';

const directory = '/etc/kubernetes/addons';
const icc = contribute(addons, iccProfile(), 'icc-ctrl-1');

function objects(part: MachinePart, name: string): KubernetesObject[] {
  return loadAll(textOf(part, `${directory}/${name}.yaml`)) as KubernetesObject[];
}

function named(name: string, kind: string): KubernetesObject | undefined {
  return objects(icc, name).find((object) => object.kind === kind);
}

function manifestNames(profile: ProfileInput): string[] {
  const { files = [] } = contribute(addons, profile);
  return files.flatMap(({ path }) =>
    path.startsWith(`${directory}/`) ? [path.slice(directory.length + 1)] : [],
  );
}

test('what ICC applies, in order', () => {
  const { files = [] } = icc;
  expect(files.map(({ path }) => path).filter((path) => path.includes('/addons/'))).toEqual([
    `${directory}/10-rbac.yaml`,
    `${directory}/20-coredns.yaml`,
    `${directory}/20-kube-proxy.yaml`,
    `${directory}/30-flannel.yaml`,
    `${directory}/90-icc-ldap-webhook.yaml`,
  ]);
});

test('who is bound to what', () => {
  const rows = objects(icc, '10-rbac').map(({ roleRef, subjects }) => [
    (roleRef as { name: string }).name,
    (subjects as { kind: string; name: string }[]).map(({ kind, name }) => `${kind} ${name}`),
  ]);
  const approve = 'system:certificates.k8s.io:certificatesigningrequests';
  expect(rows).toEqual([
    ['system:node-bootstrapper', ['Group system:bootstrappers']],
    [`${approve}:nodeclient`, ['Group system:bootstrappers']],
    [`${approve}:selfnodeclient`, ['Group system:nodes']],
    ['system:kubelet-api-admin', ['User kube-apiserver-kubelet-client']],
    ['cluster-admin', ['Group clusterseed:cluster-admins']],
  ]);
});

test('kube-proxy dials the endpoint with its service account, in the mode of the profile', () => {
  const { data } = named('20-kube-proxy', 'ConfigMap') as { data?: Record<string, string> };
  expect(load(data?.['config.conf'] ?? '')).toEqual({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: '10.200.0.0/16',
    clientConnection: { kubeconfig: '/var/lib/kube-proxy/kubeconfig.conf' },
    metricsBindAddress: '127.0.0.1:10249',
  });
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  expect(load(data?.['kubeconfig.conf'] ?? '')).toMatchObject({
    clusters: [
      {
        cluster: {
          server: 'https://icc-k8s-api.informatik.haw-hamburg.de:443',
          'certificate-authority': `${account}/ca.crt`,
        },
      },
    ],
    users: [{ user: { tokenFile: `${account}/token` } }],
  });
  expect(named('20-kube-proxy', 'DaemonSet')).toMatchObject({
    spec: {
      template: {
        spec: {
          hostNetwork: true,
          tolerations: [{ operator: 'Exists' }],
          containers: [{ image: 'registry.k8s.io/kube-proxy:v1.36.3' }],
        },
      },
    },
  });
});

test('a changed configuration makes new kube-proxy pods', () => {
  const hashOf = (mode: 'iptables' | 'nftables') => {
    const kubernetes = { version: '1.36.3', kubeProxy: { mode } };
    const part = contribute(addons, smallProfile({ kubernetes }));
    return JSON.stringify(objects(part, '20-kube-proxy')).match(/"clusterseed\/\w+":"(\w+)"/)?.[1];
  };
  expect(hashOf('iptables')).toMatch(/^[0-9a-f]{16}$/);
  expect(hashOf('iptables')).not.toBe(hashOf('nftables'));
});

test('CoreDNS has the address that kubelets give to pods', () => {
  expect(named('20-coredns', 'Service')).toMatchObject({
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
    spec: { clusterIP: '10.32.0.10', selector: { 'k8s-app': 'kube-dns' } },
  });
  const corefile = (named('20-coredns', 'ConfigMap') as { data?: { Corefile: string } }).data;
  expect(corefile?.Corefile).toContain('    kubernetes cluster.local in-addr.arpa ip6.arpa {\n');
});

test('flannel’s network is the cluster’s, over VXLAN, at the node’s own address', () => {
  expect(named('30-flannel', 'Namespace')?.metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'privileged',
  });
  const { data } = named('30-flannel', 'ConfigMap') as { data?: Record<string, string> };
  expect(JSON.parse(data?.['net-conf.json'] ?? '')).toEqual({
    Network: '10.200.0.0/16',
    EnableNFTables: false,
    Backend: { Type: 'vxlan' },
  });
  expect(textOf(icc, `${directory}/30-flannel.yaml`)).toContain('--iface=$(NODE_ADDRESS)');
});

test('what the profile leaves out is not applied', () => {
  const network = { ...smallProfile().network, plugin: 'none' as const };
  expect(manifestNames(smallProfile({ network, addons: [] }))).toEqual(['10-rbac.yaml']);
});

test('manifests of the profile’s own are applied as they are, the network before the rest', () => {
  const network = { ...smallProfile().network, plugin: { manifest: 'net/calico.yml' } };
  const own = [{ manifest: 'b.yaml' }, { manifest: 'a a.yaml' }];
  const cluster = planned(smallProfile({ network, addons: own }));
  const sources = new Map([['net/calico.yml', 'kind: Calico # untouched\n']]);
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('no node');
  const secrets = namedSecrets(cluster);
  const part = addons.contribute({ cluster: { ...cluster, sources }, node, secrets });
  expect(textOf(part, `${directory}/30-net-calico.yaml`)).toBe('kind: Calico # untouched\n');
  expect(part.files?.map(({ path }) => path)).toEqual(
    expect.arrayContaining([`${directory}/90-b.yaml`, `${directory}/91-a-a.yaml`]),
  );
});

test('workers are labelled as all that are no dedicated controllers', () => {
  const control = 'node-role.kubernetes.io/control-plane';
  const worker = 'node-role.kubernetes.io/worker';
  const names = 'icc-ctrl-1,icc-ctrl-2,icc-ctrl-3';
  expect(textOf(icc, '/etc/clusterseed/labels')).toBe(
    `${control}= !${control},kubernetes.io/hostname in (${names})
${worker}= !${worker},kubernetes.io/hostname notin (${names})
`,
  );
});

test('labels that a kubelet may not set are set by name', () => {
  const labels = { 'node-role.kubernetes.io/gpu': 'yes', free: 'x' };
  const part = contribute(addons, smallProfile({ defaults: { labels } }));
  expect(textOf(part, '/etc/clusterseed/labels').split('\n').slice(1, 3)).toEqual([
    'node-role.kubernetes.io/worker= !node-role.kubernetes.io/worker',
    'node-role.kubernetes.io/gpu=yes node-role.kubernetes.io/gpu!=yes,kubernetes.io/hostname in (one)',
  ]);
});

test('the applier’s key lies beside the kubeconfig that names it, for root alone', () => {
  expect(icc.files?.filter(({ secrets }) => secrets.length > 0)).toMatchObject([
    {
      path: '/etc/kubernetes/pki/addons.key',
      mode: 0o600,
      secrets: [{ secret: 'certificate/addons@icc-ctrl-1' }],
    },
  ]);
  expect(load(textOf(icc, '/etc/kubernetes/addons.conf'))).toMatchObject({
    clusters: [{ cluster: { server: 'https://127.0.0.1:6443' } }],
    users: [{ user: { 'client-key': '/etc/kubernetes/pki/addons.key' } }],
  });
});
