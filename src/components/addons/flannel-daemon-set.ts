import { imageOf } from '../../artifacts/images.ts';
import type { Cluster } from '../../plan/cluster.ts';
import type { KubernetesObject } from './object.ts';

type Version = Pick<Cluster, 'version'>;

/** The daemon with the two steps that install its CNI plugin and configuration; it uses the node's own address. */
export function flannelDaemonSet(
  cluster: Version,
  labels: Readonly<Record<string, string>>,
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-flannel-ds', namespace: 'kube-flannel', labels },
    spec: {
      selector: { matchLabels: { app: 'flannel' } },
      template: { metadata: { labels }, spec: podSpec(cluster) },
    },
  };
}

function podSpec(cluster: Version): Record<string, unknown> {
  return {
    hostNetwork: true,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    priorityClassName: 'system-node-critical',
    serviceAccountName: 'flannel',
    tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }],
    initContainers: [
      copyStep(imageOf(cluster, 'flannel-cni-plugin'), 'install-cni-plugin', 'cni-plugin', [
        '/flannel',
        '/opt/cni/bin/flannel',
      ]),
      copyStep(imageOf(cluster, 'flannel'), 'install-cni', 'cni', [
        '/etc/kube-flannel/cni-conf.json',
        '/etc/cni/net.d/10-flannel.conflist',
      ]),
    ],
    containers: [daemon(cluster)],
    volumes: [
      hostPath('run', '/run/flannel'),
      hostPath('cni-plugin', '/opt/cni/bin'),
      hostPath('cni', '/etc/cni/net.d'),
      { name: 'flannel-cfg', configMap: { name: 'kube-flannel-cfg' } },
      { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
    ],
  };
}

const mountPaths = { 'cni-plugin': '/opt/cni/bin', cni: '/etc/cni/net.d' };
const configMount = { name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' };

function copyStep(
  image: string,
  name: string,
  volume: keyof typeof mountPaths,
  [from, to]: readonly [string, string],
): Record<string, unknown> {
  const mount = { name: volume, mountPath: mountPaths[volume] };
  return {
    name,
    image,
    command: ['cp'],
    args: ['-f', from, to],
    volumeMounts: volume === 'cni' ? [mount, configMount] : [mount],
  };
}

function daemon(cluster: Version): Record<string, unknown> {
  return {
    name: 'kube-flannel',
    image: imageOf(cluster, 'flannel'),
    command: ['/opt/bin/flanneld'],
    args: ['--ip-masq', '--kube-subnet-mgr', '--iface=$(NODE_ADDRESS)'],
    env: [
      fromField('POD_NAME', 'metadata.name'),
      fromField('POD_NAMESPACE', 'metadata.namespace'),
      fromField('NODE_ADDRESS', 'status.hostIP'),
      { name: 'EVENT_QUEUE_DEPTH', value: '5000' },
    ],
    resources: { requests: { cpu: '100m', memory: '50Mi' } },
    securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
    volumeMounts: [
      { name: 'run', mountPath: '/run/flannel' },
      configMount,
      { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
    ],
  };
}

function fromField(name: string, fieldPath: string): Record<string, unknown> {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function hostPath(name: string, path: string): Record<string, unknown> {
  return { name, hostPath: { path } };
}
