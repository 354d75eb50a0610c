import { formatCidr, parseCidr } from '../../net/address.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import type { Link } from '../../plan/link.ts';
import { kubeletPort } from '../../plan/links/kubelet.ts';
import { runsKubelet } from '../../plan/links/runs-kubelet.ts';

/** A port that is open, and for whom: addresses and networks, or everybody. */
export interface FirewallRule {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly sources: 'any' | readonly string[];
}

/**
 * The open ports of a node, from the links that end at it and nothing else, and the kubelet’s for what runs in pods.
 * Named machines are let in by address; workers, of which there may be any number, by their subnets. Sorted.
 */
export function firewallRules(cluster: Cluster, node: ClusterNode): FirewallRule[] {
  const open = new Map<string, { protocol: 'tcp' | 'udp'; port: number; from: Set<string> }>();
  const add = (protocol: 'tcp' | 'udp', port: number, sources: readonly string[]) => {
    const key = `${protocol} ${port}`;
    const known = open.get(key) ?? { protocol, port, from: new Set<string>() };
    open.set(key, known);
    for (const source of sources) known.from.add(source);
  };
  for (const link of cluster.links) {
    if (!endsAt(link, node)) continue;
    add(link.protocol, portOf(cluster, link), sourcesOf(cluster, link, node));
  }
  if (runsKubelet(node)) add('tcp', kubeletPort, podSources(cluster));
  return [...open.values()]
    .filter(({ from }) => from.size > 0)
    .sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1))
    .map(({ protocol, port, from }) => ({
      protocol,
      port,
      sources: from.has('any') ? 'any' : [...from].sort(),
    }));
}

function endsAt({ server }: Link, node: ClusterNode): boolean {
  return server.node === node.name || (server.node === '*' && runsKubelet(node));
}

/** Behind a balancer or a service address the program listens on its own port. */
function portOf({ profile }: Cluster, { through, server, port }: Link): number {
  const isApi = server.component === 'kube-apiserver' && through !== undefined;
  return isApi ? profile.kubernetes.apiServer.port : port;
}

/** From where the packets of the link come; none for what stays on the node. */
function sourcesOf(cluster: Cluster, { client, through }: Link, node: ClusterNode): string[] {
  // The frontends have links of their own, their checks.
  if (through === 'haproxy' || client.node === node.name) return [];
  if (through === 'balancer' || client.node === 'person') return ['any'];
  if (client.node === 'pods' || client.node === '*') return podSources(cluster);
  const machine = cluster.nodes.find(({ name }) => name === client.node);
  if (machine === undefined) return [];
  const isWorker = machine.roles.every((role) => role === 'worker');
  return [isWorker ? subnetOf(machine) : machine.address];
}

/** Pods show their own address on their node, and that of their node elsewhere. */
function podSources(cluster: Cluster): string[] {
  const nodes = cluster.nodes.filter(runsKubelet).map(subnetOf);
  return [...new Set([formatCidr(cluster.pods), ...nodes])];
}

function subnetOf({ address, prefix }: ClusterNode): string {
  return formatCidr(parseCidr(`${address}/${prefix}`));
}
