import type { Link } from '../plan/link.ts';
import type { World } from './world.ts';

interface NodeLinks {
  readonly inbound: readonly Link[];
  readonly outbound: readonly Link[];
}

const nothing: readonly Link[] = [];
const indexes = new WeakMap<
  readonly Link[],
  { readonly inbound: Map<string, Link[]>; readonly outbound: Map<string, Link[]> }
>();

/** The plan’s links that begin and end at the node; those of meshes (`*`) are left out. Sorted out once per plan. */
export function nodeLinks({
  cluster: { links },
  node,
}: Pick<World, 'cluster' | 'node'>): NodeLinks {
  const index = indexes.get(links) ?? {
    inbound: Map.groupBy(links, ({ server }) => server.node),
    outbound: Map.groupBy(links, ({ client }) => client.node),
  };
  indexes.set(links, index);
  return {
    inbound: index.inbound.get(node.name) ?? nothing,
    outbound: index.outbound.get(node.name) ?? nothing,
  };
}
