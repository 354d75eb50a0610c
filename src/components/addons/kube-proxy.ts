import { createHash } from 'node:crypto';
import { placedImage } from '../../artifacts/images.ts';
import { formatCidr } from '../../net/address.ts';
import { buildKubeconfig } from '../../pki/kubeconfig.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { apiVersionOf, controlPlaneImages, has } from '../../plan/versions.ts';
import { toYaml } from '../../text/yaml.ts';
import { formatFlags } from '../flags/format-flags.ts';
import { overlayObjects } from '../overlay-objects.ts';
import { bindClusterRole, type KubernetesObject, serviceAccount } from './object.ts';

const name = 'kube-proxy';
const namespace = 'kube-system';
const accountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';
const configDirectory = '/var/lib/kube-proxy';

/**
 * kube-proxy as a DaemonSet in kubeadm's shape (cmd/kubeadm/app/phases/addons/proxy/manifests.go). It dials the
 * endpoint, since the service address does not exist before it. A changed configuration makes new pods. Versions
 * without a configuration file get flags.
 */
export function kubeProxyObjects(cluster: Cluster): KubernetesObject[] {
  const data = {
    ...(isConfigured(cluster) ? { 'config.conf': toYaml(configuration(cluster)) } : {}),
    'kubeconfig.conf': toYaml(kubeconfig(cluster)),
  };
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
  return [
    serviceAccount(name, namespace),
    bindClusterRole(cluster.version, 'clusterseed:kube-proxy', 'system:node-proxier', {
      kind: 'ServiceAccount',
      name,
      namespace,
    }),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data },
    daemonSet(cluster, hash),
  ];
}

const labels = { 'k8s-app': name };

function isConfigured({ version }: Cluster): boolean {
  return has(version, 'kube-proxy configuration file');
}

function configuration(cluster: Cluster): Record<string, unknown> {
  const { kubeProxy } = cluster.profile.kubernetes;
  const ours = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: kubeProxy.mode,
    clusterCIDR: formatCidr(cluster.pods),
    clientConnection: { kubeconfig: `${configDirectory}/kubeconfig.conf` },
    metricsBindAddress: cluster.services.family === 4 ? '127.0.0.1:10249' : '[::1]:10249',
  };
  return overlayObjects(ours, kubeProxy.config);
}

function kubeconfig({ name: cluster, endpoint }: Cluster) {
  return buildKubeconfig({
    cluster,
    host: endpoint.host,
    port: endpoint.port,
    ca: { file: `${accountDirectory}/ca.crt` },
    userName: name,
    user: { tokenFile: `${accountDirectory}/token` },
  });
}

function daemonSet(cluster: Cluster, hash: string): KubernetesObject {
  const { version } = cluster;
  const rolls = has(version, 'rolling daemon sets');
  return {
    apiVersion: apiVersionOf(version, 'DaemonSet'),
    kind: 'DaemonSet',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: rolls ? undefined : { type: 'RollingUpdate' },
      template: {
        metadata: { labels, annotations: annotations(version, hash) },
        spec: {
          hostNetwork: true,
          ...(has(version, 'operating system label') ? onLinux : {}),
          ...(has(version, 'pod priority') ? { priorityClassName: 'system-node-critical' } : {}),
          serviceAccountName: name,
          tolerations: [{ operator: 'Exists' }],
          containers: [container(cluster)],
          volumes: [
            { name, configMap: { name } },
            { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
            { name: 'xtables-lock', hostPath: lockPath(version) },
          ],
        },
      },
    },
  };
}

const onLinux = { nodeSelector: { 'kubernetes.io/os': 'linux' } };

function annotations(version: string, hash: string): Record<string, string> {
  return {
    'clusterseed/configuration': hash,
    ...(has(version, 'pod priority') ? {} : { 'scheduler.alpha.kubernetes.io/critical-pod': '' }),
  };
}

/** Without types the node's own units see to it that the file is there before any pod. */
function lockPath(version: string): Record<string, string> {
  const path = '/run/xtables.lock';
  return has(version, 'host path type') ? { path, type: 'FileOrCreate' } : { path };
}

/** What the configuration file says, as flags; the health check stays on the node. */
function configurationFlags(cluster: Cluster): string[] {
  return formatFlags(name, cluster.version, {
    kubeconfig: `${configDirectory}/kubeconfig.conf`,
    'proxy-mode': cluster.profile.kubernetes.kubeProxy.mode,
    'cluster-cidr': formatCidr(cluster.pods),
    'healthz-bind-address': '127.0.0.1',
  });
}

function container(cluster: Cluster): Record<string, unknown> {
  const single = controlPlaneImages(cluster.version) === 'hyperkube';
  const nodeName = { valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
  return {
    name,
    image: placedImage(cluster, 'kube-proxy'),
    command: [
      ...(single ? ['/hyperkube', 'proxy'] : ['/usr/local/bin/kube-proxy']),
      ...(isConfigured(cluster)
        ? [`--config=${configDirectory}/config.conf`]
        : configurationFlags(cluster)),
      '--hostname-override=$(NODE_NAME)',
    ],
    env: [{ name: 'NODE_NAME', ...nodeName }],
    securityContext: { privileged: true },
    volumeMounts: [
      { name, mountPath: configDirectory },
      { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
      { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
    ],
  };
}
