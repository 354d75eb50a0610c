import type { IngressRule, Sender } from '../net/ingress-rule.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import type { Link } from './link.ts';
import { runsKubelet } from './links/runs-kubelet.ts';

/** The machines with the same roles, and what they let in. Machines may send whatever they like. */
export interface SecurityGroup {
  readonly name: string;
  readonly rules: readonly IngressRule[];
}

/** The group of a machine: the cluster's name and the machine's roles. */
export function groupOf({ name }: Pick<Cluster, 'name'>, node: Pick<ClusterNode, 'roles'>): string {
  return [name, ...[...node.roles].sort()].join('-');
}

/**
 * What each group of machines must let in, derived from the links and nothing else; and, where pods are not in a
 * tunnel, the pod network between the machines that run pods. Groups and rules are sorted; none is twice.
 */
export function listSecurityGroups(cluster: Cluster): SecurityGroup[] {
  const names = new Set(cluster.nodes.map((node) => groupOf(cluster, node)));
  const rules = new Map([...names].sort().map((name) => [name, new Map<string, IngressRule>()]));
  for (const { group, ...rule } of [...ruleOfLinks(cluster), ...podRules(cluster)]) {
    const { protocol = 'all', port = 0, from } = rule;
    const key = `${protocol} ${String(port).padStart(5, '0')} ${JSON.stringify(from)}`;
    const known = rules.get(group);
    if (known !== undefined && !known.has(key)) known.set(key, rule);
  }
  return [...rules].map(([name, found]) => ({
    name,
    rules: [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule),
  }));
}

type GroupRule = IngressRule & { readonly group: string };

function ruleOfLinks(cluster: Cluster): GroupRule[] {
  const ports = listeningPorts(cluster.links);
  const groups = new Map(cluster.nodes.map((node) => [node.name, groupOf(cluster, node)]));
  const withPods = new Set(cluster.nodes.filter(runsKubelet).map((node) => groupOf(cluster, node)));
  const groupsAt = (node: string) =>
    node === '*' ? [...withPods] : [groups.get(node)].filter((group) => group !== undefined);
  const sendersOf = ({ client, through }: Link): Sender[] => {
    if (through === 'balancer' || client.node === 'person') return [{ clients: true }];
    const name = client.node === 'pods' ? '*' : client.node;
    return groupsAt(name).map((group) => ({ group }));
  };
  return cluster.links
    .filter(({ client, server, through }) => {
      const remote = client.node === '*' || client.node !== server.node;
      return remote && through !== 'haproxy';
    })
    .flatMap((link) => {
      const { server, client, protocol, through } = link;
      const behind = through && ports.get(`${server.component}@${server.node}`);
      const port = behind ?? link.port;
      const why = `${client.component} to ${server.component}`;
      return groupsAt(server.node).flatMap((group) =>
        sendersOf(link).map((from) => ({ group, protocol, port, from, why })),
      );
    });
}

/** Where each server end that others stand in front of listens: the port that it is dialled on directly. */
function listeningPorts(links: readonly Link[]): Map<string, number> {
  const direct = links.filter(({ through }) => through === undefined);
  return new Map(direct.map(({ server, port }) => [`${server.component}@${server.node}`, port]));
}

/** Packets between pods carry the pods' own addresses unless flannel wraps them. */
function podRules(cluster: Cluster): GroupRule[] {
  const { plugin } = cluster.profile.network;
  if (plugin === 'flannel') return [];
  const withPods = cluster.nodes.filter(runsKubelet).map((node) => groupOf(cluster, node));
  const why = 'pods to pods';
  return [...new Set(withPods)].flatMap((group) => [
    { group, from: { network: cluster.profile.network.pods }, why },
    ...[...new Set(withPods)].map((other) => ({ group, from: { group: other }, why })),
  ]);
}
