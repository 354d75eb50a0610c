import type { Cluster } from '../plan/cluster.ts';

/** Names of the nodes whose split documents send a token to the store, in name order. */
export function nodesWithToken({ profile, nodes }: Pick<Cluster, 'profile' | 'nodes'>): string[] {
  if (profile.target.store?.token !== true) return [];
  return nodes.filter(({ delivery }) => delivery === 'split').map(({ name }) => name);
}

/** The name of a node's token in lists of secrets. */
export function partTokenName(node: string): string {
  return `part-token/${node}`;
}
