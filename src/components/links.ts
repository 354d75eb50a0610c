import type { Cluster } from '../plan/cluster.ts';
import type { Link } from '../plan/link.ts';

/** Which connections are meant: ends by component, and by node where one is given. */
export interface LinkQuery {
  readonly client: string;
  readonly clientNode?: string;
  readonly server: string;
  readonly serverNode?: string;
  readonly port?: number;
}

const indexes = new WeakMap<readonly Link[], Map<string, Link[]>>();

/** The links by the components at their ends, sorted out once per plan: a large cluster has tens of thousands. */
function indexLinks(links: readonly Link[]): Map<string, Link[]> {
  const known = indexes.get(links);
  if (known !== undefined) return known;
  const index = Map.groupBy(
    links,
    ({ client, server }) => `${client.component} ${server.component}`,
  );
  indexes.set(links, index);
  return index;
}

/** The links that the query means, in the plan's order. */
export function findLinks({ links }: Pick<Cluster, 'links'>, query: LinkQuery): Link[] {
  return (indexLinks(links).get(`${query.client} ${query.server}`) ?? []).filter(
    ({ client, server, port }) =>
      (query.clientNode === undefined || client.node === query.clientNode) &&
      (query.serverNode === undefined || server.node === query.serverNode) &&
      (query.port === undefined || port === query.port),
  );
}

/** The first such link in which the client shows a certificate. Throws when the plan has none. */
export function findIdentityLink(
  cluster: Pick<Cluster, 'links'>,
  query: LinkQuery,
): Link & { readonly clientCertificate: string } {
  for (const link of findLinks(cluster, query)) {
    const { clientCertificate } = link;
    if (clientCertificate !== undefined) return { ...link, clientCertificate };
  }
  throw new Error(`the plan has no link from ${query.client} to ${query.server} with an identity`);
}

/** The first such link whose server shows a certificate. Throws when the plan has none. */
export function findServerLink(
  cluster: Pick<Cluster, 'links'>,
  query: LinkQuery,
): Link & { readonly serverCertificate: string } {
  for (const link of findLinks(cluster, query)) {
    const { serverCertificate } = link;
    if (serverCertificate !== undefined) return { ...link, serverCertificate };
  }
  throw new Error(`the plan has no link from ${query.client} to ${query.server} with TLS`);
}
