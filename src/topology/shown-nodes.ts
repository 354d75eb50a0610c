import type { TopologyGroup } from './topology.ts';

/** More machines than this show as the first, the last and how many there are between. */
const most = 8;

/** The machines of a group that a picture names. */
export function shownNodes({
  nodes,
}: Pick<TopologyGroup, 'nodes'>): readonly { readonly name: string; readonly address: string }[] {
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (nodes.length <= most || first === undefined || last === undefined) return nodes;
  const between = (nodes.length - 2).toLocaleString('en-US');
  return [first, { name: `… ${between} more …`, address: '' }, last];
}
