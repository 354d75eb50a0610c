import type { TopologyGroup, TopologyNode } from './topology.ts';

/** More machines than this show as the first, the last and how many there are between. */
const most = 12;

/** A line for each machine of a group that a picture names; with its roles where they are not the same for all. */
export function nodeLines({ nodes }: Pick<TopologyGroup, 'nodes'>): string[] {
  const [first, last] = [nodes[0], nodes.at(-1)];
  const mixed = new Set(nodes.map(({ roles }) => [...roles].sort().join())).size > 1;
  const line = ({ name, address, roles }: TopologyNode) =>
    `${name} ${address}${mixed ? ` (${roles.join(', ')})` : ''}`;
  if (nodes.length <= most || first === undefined || last === undefined) return nodes.map(line);
  const between = (nodes.length - 2).toLocaleString('en-US');
  return [line(first), `… ${between} more …`, line(last)];
}
