import { createHash } from 'node:crypto';
import { imageOf } from '../../artifacts/images.ts';
import { formatCidr } from '../../net/address.ts';
import { buildKubeconfig } from '../../pki/kubeconfig.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { toYaml } from '../../text/yaml.ts';
import { overlayObjects } from '../overlay-objects.ts';
import { bindClusterRole, type KubernetesObject, serviceAccount } from './object.ts';

const name = 'kube-proxy';
const namespace = 'kube-system';
const accountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';
const configDirectory = '/var/lib/kube-proxy';

/**
 * kube-proxy as a DaemonSet in kubeadm's shape (cmd/kubeadm/app/phases/addons/proxy/manifests.go). It dials the
 * endpoint, since the service address does not exist before it. A changed configuration makes new pods.
 */
export function kubeProxyObjects(cluster: Cluster): KubernetesObject[] {
  const data = {
    'config.conf': toYaml(configuration(cluster)),
    'kubeconfig.conf': toYaml(kubeconfig(cluster)),
  };
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
  return [
    serviceAccount(name, namespace),
    bindClusterRole('clusterseed:kube-proxy', 'system:node-proxier', {
      kind: 'ServiceAccount',
      name,
      namespace,
    }),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data },
    daemonSet(cluster, hash),
  ];
}

const labels = { 'k8s-app': name };

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
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { 'clusterseed/configuration': hash } },
        spec: {
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          priorityClassName: 'system-node-critical',
          serviceAccountName: name,
          tolerations: [{ operator: 'Exists' }],
          containers: [container(cluster)],
          volumes: [
            { name, configMap: { name } },
            { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
            { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
          ],
        },
      },
    },
  };
}

function container(cluster: Cluster): Record<string, unknown> {
  const nodeName = { valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
  return {
    name,
    image: imageOf(cluster, 'kube-proxy'),
    command: [
      '/usr/local/bin/kube-proxy',
      `--config=${configDirectory}/config.conf`,
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
