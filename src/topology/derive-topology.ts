import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import type { Link, LinkEnd } from '../plan/link.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';
import type { RoleName } from '../profile/schema/names.ts';
import { sortBy } from '../text/compare.ts';
import type { Topology, TopologyEdge, TopologyGroup } from './topology.ts';

const ranks = ['frontend', 'controller', 'etcd', 'worker'] as const;
const plurals = {
  frontend: 'frontends',
  controller: 'controllers',
  etcd: 'etcd members',
  worker: 'workers',
} as const;

const outsiders: Readonly<Record<string, string>> = {
  person: 'people, kubectl',
  balancer: 'load balancer',
  pods: 'pods and Services',
};

/**
 * The links of a cluster by roles; roles that one machine has together make one group. A connection through HAProxy shows as its two hops, one
 * through another load balancer as a hop to it and one from it. The size does not grow with the nodes but for their names.
 */
export function deriveTopology(cluster: Cluster): Topology {
  const idOf = groupIds(cluster.nodes);
  const groupOf = new Map(cluster.nodes.map((node) => [node.name, idOf(node)]));
  const podGroups = [...new Set(cluster.nodes.filter(runsKubelet).map(idOf))];
  const edges = new Map<string, TopologyEdge>();
  for (const link of cluster.links) {
    for (const hop of hopsOf(link)) {
      for (const from of groupsAt(hop.client, groupOf, podGroups)) {
        for (const to of groupsAt(hop.server, groupOf, podGroups)) add(edges, from, to, hop);
      }
    }
  }
  const used = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  return {
    cluster: cluster.name,
    endpoint: cluster.profile.endpoint,
    groups: [...nodeGroups(cluster, idOf), ...outsideGroups(used)],
    edges: sortBy(edges.values(), keyOf),
  };
}

type GroupIds = (node: Pick<ClusterNode, 'roles'>) => string;

/** The group of each role: all roles that are, directly or through others, on one machine. */
function groupIds(nodes: readonly ClusterNode[]): GroupIds {
  let sets: ReadonlySet<RoleName>[] = ranks.map((rank) => new Set([rank]));
  for (const { roles } of nodes) {
    const touched = sets.filter((set) => roles.some((role) => set.has(role)));
    const united = new Set(touched.flatMap((set) => [...set]));
    sets = [...sets.filter((set) => !touched.includes(set)), united];
  }
  return ({ roles: [first = 'worker'] }) => {
    const set = sets.find((each) => each.has(first));
    return ranks.filter((rank) => set?.has(rank)).join('+');
  };
}

type Hop = Pick<Link, 'client' | 'server' | 'port' | 'protocol' | 'ca'> & {
  readonly through?: string;
};

/** What happens on one machine is no connection of the picture. */
function hopsOf(link: Link): Hop[] {
  const { client, server, port, protocol, ca, through } = link;
  const tls = ca === undefined ? {} : { ca };
  if (client.node === server.node && client.node !== '*') return [];
  if (through === 'haproxy') return [];
  if (through === 'balancer') {
    const balancer: LinkEnd = { component: 'load balancer', node: 'balancer' };
    return [
      { client, server: balancer, port, protocol },
      { client: balancer, server, port, protocol, ...tls },
    ];
  }
  return [{ client, server, port, protocol, ...tls, ...(through ? { through } : {}) }];
}

function groupsAt(
  { node }: LinkEnd,
  groupOf: ReadonlyMap<string, string>,
  podGroups: readonly string[],
): readonly string[] {
  if (node === '*') return podGroups;
  return [groupOf.get(node) ?? node];
}

function add(edges: Map<string, TopologyEdge>, from: string, to: string, hop: Hop): void {
  const { client, server, port, protocol, ca, through } = hop;
  const mesh = client.node === '*' && server.node === '*';
  if (mesh && from > to) return;
  const edge: TopologyEdge = {
    from,
    to,
    clients: [client.component],
    server: server.component,
    port,
    protocol,
    ...(ca === undefined ? {} : { ca }),
    ...(through === undefined ? {} : { through }),
  };
  const key = keyOf(edge);
  const known = edges.get(key);
  const clients = [...new Set([...(known?.clients ?? []), client.component])].sort();
  edges.set(key, { ...edge, clients });
}

function keyOf({ from, to, server, port, protocol, ca, through }: TopologyEdge): string {
  return [from, to, server, port, protocol, ca, through].join(' ');
}

function nodeGroups({ nodes }: Cluster, idOf: GroupIds): TopologyGroup[] {
  const groups = Map.groupBy(nodes, idOf);
  return sortBy(groups, ([id]) => `${ranks.findIndex((rank) => id.startsWith(rank))}${id}`).map(
    ([id, members]) => ({
      id,
      title: titleOf(id, members.length),
      nodes: members.map(({ name, address, roles }) => ({ name, address, roles })),
    }),
  );
}

function titleOf(id: string, count: number): string {
  const roles = ranks.filter((role) => id.split('+').includes(role));
  const names = roles.map((role) =>
    count === 1 ? plurals[role].replace(/s$/, '') : plurals[role],
  );
  const number = count.toLocaleString('en-US');
  if (names.length === 1) return `${number} ${names[0]}`;
  return `${number} ${count === 1 ? 'machine' : 'machines'}: ${names.join(', ')}`;
}

function outsideGroups(used: ReadonlySet<string>): TopologyGroup[] {
  return Object.entries(outsiders)
    .filter(([id]) => used.has(id))
    .map(([id, title]) => ({ id, title, nodes: [] }));
}
