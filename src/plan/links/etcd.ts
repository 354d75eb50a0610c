import { type ClusterNode, nodesWithRole } from '../cluster.ts';
import type { Link } from '../link.ts';
import { certificateId, type LinkInput, localHost } from './link-input.ts';

/** Ports registered with IANA for etcd's clients and peers. */
export const etcdClientPort = 2379;
export const etcdPeerPort = 2380;

/**
 * Who talks to etcd: every API server to every member, the members among themselves (each also to itself, so
 * that a single member has its peer certificate too), and on each member its own gateway and etcdctl.
 */
export function etcdLinks(cluster: LinkInput): Link[] {
  const members = nodesWithRole(cluster, 'etcd');
  const controllers = nodesWithRole(cluster, 'controller');
  return [
    ...controllers.flatMap((controller) =>
      members.map((member) =>
        clientLink(member, {
          client: { component: 'kube-apiserver', node: controller.name },
          host: member.address,
          clientCertificate: certificateId('kube-apiserver-etcd-client', controller.name),
        }),
      ),
    ),
    ...members.flatMap((from) => members.map((to) => peerLink(from, to))),
    ...members.flatMap(localLinks),
  ];
}

/**
 * etcd's gRPC gateway dials its own client port with the server certificate, which therefore carries both
 * usages (etcd 3.6, server/embed/serve.go); etcdctl on the member shows the same one.
 */
function localLinks(member: ClusterNode): Link[] {
  const clientCertificate = certificateId('etcd-server', member.name);
  return ['etcd', 'etcdctl'].flatMap((component) =>
    [localHost, 'localhost'].map((host) =>
      clientLink(member, { client: { component, node: member.name }, host, clientCertificate }),
    ),
  );
}

function clientLink(
  member: ClusterNode,
  rest: Pick<Link, 'client' | 'host' | 'clientCertificate'>,
): Link {
  return {
    ...rest,
    server: { component: 'etcd', node: member.name },
    port: etcdClientPort,
    protocol: 'tcp',
    ca: 'etcd',
    serverCertificate: certificateId('etcd-server', member.name),
    from: member.path,
  };
}

function peerLink(from: ClusterNode, to: ClusterNode): Link {
  return {
    client: { component: 'etcd', node: from.name },
    server: { component: 'etcd', node: to.name },
    host: to.address,
    port: etcdPeerPort,
    protocol: 'tcp',
    ca: 'etcd',
    serverCertificate: certificateId('etcd-peer', to.name),
    clientCertificate: certificateId('etcd-peer', from.name),
    from: to.path,
  };
}
