import type { Cluster } from '../../plan/cluster.ts';
import { coreDnsDeployment } from './coredns-deployment.ts';
import { corefile } from './corefile.ts';
import { bindClusterRole, clusterRole, type KubernetesObject, serviceAccount } from './object.ts';

const namespace = 'kube-system';
const name = 'coredns';
const labels = { 'k8s-app': 'kube-dns' };
const watch = ['list', 'watch'];

/** CoreDNS in kubeadm's shape (cmd/kubeadm/app/phases/addons/dns/manifests.go), at the cluster's DNS address. */
export function coreDnsObjects(cluster: Cluster): KubernetesObject[] {
  return [
    serviceAccount(name, namespace),
    clusterRole(cluster.version, 'system:coredns', [
      [[''], ['endpoints', 'services', 'pods', 'namespaces'], watch],
      [['discovery.k8s.io'], ['endpointslices'], watch],
    ]),
    bindClusterRole(cluster.version, 'system:coredns', 'system:coredns', {
      kind: 'ServiceAccount',
      name,
      namespace,
    }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
      data: { Corefile: corefile(cluster) },
    },
    service(cluster),
    coreDnsDeployment(cluster),
  ];
}

function service(cluster: Cluster): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace,
      labels: {
        ...labels,
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'CoreDNS',
      },
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    spec: {
      selector: labels,
      clusterIP: cluster.dnsServiceAddress,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
}
