import { type ClusterNode, nodesWithRole } from '../cluster.ts';
import type { Link, LinkEnd } from '../link.ts';
import { apiServerLink, certificateId, type LinkInput } from './link-input.ts';

/**
 * Name that HAProxy verifies when it checks an API server: `verifyhost` takes no address, and every API
 * server's certificate carries this one for the pods (HAProxy configuration manual, 5.2).
 */
const checkedName = 'kubernetes';

/**
 * Who reaches the API at the cluster's endpoint: kubelets of workers, kube-proxy and the person, through the
 * frontends (TCP pass-through: the certificate is each API server's own) or another balancer, and the names of
 * `extraSans`. Also each frontend's health check of each API server.
 */
export function endpointLinks(cluster: LinkInput): Link[] {
  const controllers = nodesWithRole(cluster, 'controller');
  const frontends = nodesWithRole(cluster, 'frontend');
  return [
    ...clientsOf(cluster).flatMap((client) => [
      ...frontends.map((frontend) => transportLink(cluster, frontend, client)),
      ...controllers.map((controller) => sessionLink(cluster, controller, client)),
    ]),
    ...frontends.flatMap((frontend) =>
      controllers.map((controller) => checkLink(cluster, frontend, controller)),
    ),
    ...controllers.flatMap((controller) => extraNames(cluster, controller)),
  ];
}

type EndpointClient = Pick<Link, 'client' | 'from' | 'clientCertificate'>;

function clientsOf(cluster: LinkInput): EndpointClient[] {
  const workers = cluster.nodes.filter(
    ({ roles }) => roles.includes('worker') && !roles.includes('controller'),
  );
  return [
    ...workers.map((node) => ({
      client: { component: 'kubelet', node: node.name },
      from: node.path,
    })),
    ...(cluster.profile.addons.includes('kube-proxy')
      ? [{ client: { component: 'kube-proxy', node: '*' }, from: ['addons'] }]
      : []),
    {
      client: { component: 'kubectl', node: 'person' },
      clientCertificate: certificateId('admin', 'person'),
      from: ['endpoint'],
    },
  ];
}

function transportLink(
  { endpoint }: LinkInput,
  frontend: ClusterNode,
  { client, from }: EndpointClient,
): Link {
  const server: LinkEnd = { component: 'haproxy', node: frontend.name };
  return { client, server, host: endpoint.host, port: endpoint.port, protocol: 'tcp', from };
}

function sessionLink(cluster: LinkInput, controller: ClusterNode, client: EndpointClient): Link {
  const through = passedOnBy(cluster, controller);
  return apiServerLink(cluster, controller, {
    ...client,
    host: cluster.endpoint.host,
    port: cluster.endpoint.port,
    ...(through === undefined ? {} : { through }),
  });
}

function passedOnBy(
  cluster: LinkInput,
  controller: ClusterNode,
): 'haproxy' | 'balancer' | undefined {
  const { endpoint, profile } = cluster;
  if (cluster.nodes.some(({ roles }) => roles.includes('frontend'))) return 'haproxy';
  const direct = [endpoint.host, endpoint.address].some(
    (host) => host === controller.address || host === controller.name,
  );
  return direct && endpoint.port === profile.kubernetes.apiServer.port ? undefined : 'balancer';
}

function checkLink(cluster: LinkInput, frontend: ClusterNode, controller: ClusterNode): Link {
  return apiServerLink(cluster, controller, {
    client: { component: 'haproxy', node: frontend.name },
    host: controller.address,
    serverName: checkedName,
    from: frontend.path,
  });
}

function extraNames(cluster: LinkInput, controller: ClusterNode): Link[] {
  return cluster.profile.kubernetes.apiServer.extraSans.map((host, index) =>
    apiServerLink(cluster, controller, {
      client: { component: 'kubectl', node: 'person' },
      host,
      from: ['kubernetes', 'apiServer', 'extraSans', index],
    }),
  );
}
