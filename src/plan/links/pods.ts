import { nodesWithRole } from '../cluster.ts';
import type { Link } from '../link.ts';
import { apiServerLink, type LinkInput } from './link-input.ts';

/** Linux' port for VXLAN, which flannel uses (flannel, Documentation/backends.md). */
export const vxlanPort = 8472;

/**
 * What pods need: the API at its service names and address (a kube-dns name, shortened by the resolver's search
 * list, and KUBERNETES_SERVICE_HOST), and the pod network between nodes, for flannel one VXLAN mesh.
 */
export function podLinks(cluster: LinkInput): Link[] {
  const { domain, plugin } = cluster.profile.network;
  const service = 'kubernetes.default.svc';
  const names = ['kubernetes', 'kubernetes.default', service, `${service}.${domain}`];
  const client = { component: 'pods', node: 'pods' };
  const toApi = nodesWithRole(cluster, 'controller').flatMap((controller) =>
    [...names, cluster.apiServiceAddress].map((host) =>
      apiServerLink(cluster, controller, { client, host, port: 443, through: 'kube-proxy' }),
    ),
  );
  return plugin === 'flannel' ? [...toApi, vxlanMesh] : toApi;
}

const vxlanMesh: Link = {
  client: { component: 'flannel', node: '*' },
  server: { component: 'flannel', node: '*' },
  host: '*',
  port: vxlanPort,
  protocol: 'udp',
  from: ['network', 'plugin'],
};
