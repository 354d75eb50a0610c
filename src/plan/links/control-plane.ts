import { type ClusterNode, nodesWithRole } from '../cluster.ts';
import type { Link } from '../link.ts';
import { apiServerLink, certificateId, type LinkInput, localHost } from './link-input.ts';

/** Programs of a controller that dial the API server beside them, and the kind of certificate each shows. */
const localClients = {
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  kubelet: 'kubelet-client',
  addons: 'addons',
} as const;

/**
 * What happens on one controller: its programs and the API server itself dial the local API server, the
 * kubelet probes it at the node's address, and the API server shows the front-proxy identity to extension
 * API servers (`*.svc`, whose CA is each APIService's own).
 */
export function controlPlaneLinks(cluster: LinkInput): Link[] {
  return nodesWithRole(cluster, 'controller').flatMap((node) => [
    ...Object.entries(localClients).map(([component, kind]) =>
      apiServerLink(cluster, node, {
        client: { component, node: node.name },
        host: localHost,
        clientCertificate: certificateId(kind, node.name),
      }),
    ),
    ...['localhost', localHost].map((host) =>
      apiServerLink(cluster, node, {
        client: { component: 'kube-apiserver', node: node.name },
        host,
      }),
    ),
    apiServerLink(cluster, node, {
      client: { component: 'kubelet', node: node.name },
      host: node.address,
    }),
    aggregationLink(node),
  ]);
}

function aggregationLink(node: ClusterNode): Link {
  return {
    client: { component: 'kube-apiserver', node: node.name },
    server: { component: 'extension-apiserver', node: 'pods' },
    host: '*.svc',
    port: 443,
    protocol: 'tcp',
    through: 'kube-proxy',
    clientCertificate: certificateId('front-proxy-client', node.name),
    from: node.path,
  };
}
