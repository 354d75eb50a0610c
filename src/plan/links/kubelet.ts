import { nodesWithRole } from '../cluster.ts';
import type { Link } from '../link.ts';
import { certificateId, type LinkInput } from './link-input.ts';
import { runsKubelet } from './runs-kubelet.ts';

/** The kubelet's API (k8s.io/kubernetes/pkg/cluster/ports). */
export const kubeletPort = 10250;

/**
 * Every API server dials every kubelet, for logs, exec and metrics: by address, and by host name where the
 * address fails (--kubelet-preferred-address-types=InternalIP,Hostname).
 */
export function kubeletLinks(cluster: LinkInput): Link[] {
  const nodes = cluster.nodes.filter(runsKubelet);
  return nodesWithRole(cluster, 'controller').flatMap((controller) => {
    const client = { component: 'kube-apiserver', node: controller.name };
    const clientCertificate = certificateId('kube-apiserver-kubelet-client', controller.name);
    return nodes.flatMap((node) => {
      const server = { component: 'kubelet', node: node.name };
      const serverCertificate = certificateId('kubelet-serving', node.name);
      return [node.address, node.name].map(
        (host): Link => ({
          client,
          server,
          host,
          port: kubeletPort,
          protocol: 'tcp',
          ca: 'kubernetes',
          serverCertificate,
          clientCertificate,
          from: node.path,
        }),
      );
    });
  });
}
