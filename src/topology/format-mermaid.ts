import { edgeLabel } from './edge-label.ts';
import { nodeLines } from './node-lines.ts';
import type { Topology, TopologyEdge, TopologyGroup } from './topology.ts';

/** The topology as a Mermaid flowchart (mermaid.js.org, flowchart syntax); GitLab and GitHub draw it in Markdown. */
export function formatMermaid({ groups, edges }: Topology): string {
  return [
    'flowchart TB',
    ...groups.flatMap(groupLines),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    '',
  ].join('\n');
}

function groupLines(group: TopologyGroup): string[] {
  const id = idOf(group.id);
  if (group.nodes.length === 0) return [`  ${id}(["${quoted(group.title)}"])`];
  const lines = nodeLines(group);
  return [`  ${id}["${[group.title, ...lines].map(quoted).join('<br/>')}"]`];
}

function edgeLine(edge: TopologyEdge): string {
  const arrow = edge.protocol === 'udp' ? '<-->' : '-->';
  return `${idOf(edge.from)} ${arrow}|"${quoted(edgeLabel(edge))}"| ${idOf(edge.to)}`;
}

function idOf(id: string): string {
  return `g_${id.replaceAll(/[^a-z]/g, '_')}`;
}

/** Mermaid's entity codes stand for what would end a label. */
function quoted(text: string): string {
  return text.replaceAll(/["<>#&;]/g, (character) => `#${character.codePointAt(0)};`);
}
