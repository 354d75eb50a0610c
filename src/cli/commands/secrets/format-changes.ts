import type { NodeChange } from '../../../index.ts';

const longestList = 40;

/** A line per machine whose documents change, with what must restart there. */
export function formatNodeChanges(nodes: readonly NodeChange[]): string[] {
  if (nodes.length === 0) return ['no machine’s documents change'];
  const shown = nodes.slice(0, longestList);
  const more = nodes.length - shown.length;
  return [
    `the documents of ${nodes.length === 1 ? 'one machine change' : `${nodes.length} machines change`} with the next build:`,
    ...shown.map(
      ({ node, files, units, restarts }) =>
        `  ${node}: ${[...files, ...units].length} files; restart ${restarts.join(', ') || 'nothing'}`,
    ),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}
