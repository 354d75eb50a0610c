import { formatCidr } from '../../net/address.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { flannelDaemonSet } from './flannel-daemon-set.ts';
import { bindClusterRole, clusterRole, type KubernetesObject, serviceAccount } from './object.ts';

const namespace = 'kube-flannel';
const labels = { app: 'flannel', 'k8s-app': 'flannel', tier: 'node' };

/** flannel 0.28 over VXLAN (flannel-io/flannel, Documentation/kube-flannel.yml). */
export function flannelObjects(cluster: Cluster): KubernetesObject[] {
  const account = { kind: 'ServiceAccount', name: 'flannel', namespace } as const;
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: { 'k8s-app': 'flannel', 'pod-security.kubernetes.io/enforce': 'privileged' },
      },
    },
    serviceAccount('flannel', namespace),
    clusterRole(cluster.version, 'flannel', [
      [[''], ['pods'], ['get']],
      [[''], ['nodes'], ['get', 'list', 'watch']],
      [[''], ['nodes/status'], ['patch']],
    ]),
    bindClusterRole(cluster.version, 'flannel', 'flannel', account),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-flannel-cfg', namespace, labels },
      data: {
        'cni-conf.json': JSON.stringify(cniConfiguration),
        'net-conf.json': JSON.stringify(networkConfiguration(cluster)),
      },
    },
    flannelDaemonSet(cluster, labels),
  ];
}

const cniConfiguration = {
  name: 'cbr0',
  cniVersion: '0.3.1',
  plugins: [
    { type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

function networkConfiguration({ pods, profile }: Cluster): Record<string, unknown> {
  const network =
    pods.family === 4
      ? { Network: formatCidr(pods) }
      : { EnableIPv4: false, EnableIPv6: true, IPv6Network: formatCidr(pods) };
  return {
    ...network,
    EnableNFTables: profile.kubernetes.kubeProxy.mode === 'nftables',
    Backend: { Type: 'vxlan' },
  };
}
