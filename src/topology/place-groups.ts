import { edgeLabel } from './edge-label.ts';
import { nodeLines } from './node-lines.ts';
import type { Topology, TopologyGroup } from './topology.ts';

/** A group with its place in the picture; pixels from the upper left. */
export interface Box {
  readonly group: TopologyGroup;
  readonly lines: readonly string[];
  /** Connections among its own machines. */
  readonly within: readonly string[];
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Measures of the picture in pixels. */
export const sizes = { line: 18, padding: 14, character: 7.2, gapX: 120, gapY: 110, margin: 40 };

/** Which row and column a group stands in: people above the doors, those above the control plane, etcd below it. */
function cellOf(id: string): readonly [row: number, column: number] {
  if (id === 'person') return [0, 1];
  if (id === 'balancer' || id === 'frontend') return [1, 1];
  if (id === 'pods') return [2, 0];
  if (id === 'etcd') return [3, 1];
  return id === 'worker' ? [2, 2] : [2, 1];
}

/** Every group at its place, several in one cell below each other; and the size of the whole. */
export function placeGroups(topology: Topology): {
  readonly boxes: readonly Box[];
  readonly width: number;
  readonly height: number;
} {
  const drafts = topology.groups.map((group) => draftOf(group, topology));
  const columns = [0, 1, 2].map((column) =>
    Math.max(0, ...drafts.filter((box) => box.column === column).map(({ width }) => width)),
  );
  const gaps = [0, 1].map((column) => gapAfter(column, topology, drafts));
  const starts = columns.map((_, column) => startOf(columns, gaps, column));
  const boxes: Box[] = [];
  let y = sizes.margin + 30;
  for (const row of [0, 1, 2, 3]) {
    const cells = [0, 1, 2].map((column) =>
      drafts.filter((box) => box.row === row && box.column === column),
    );
    const heights = cells.map(stackHeight);
    const tallest = Math.max(...heights);
    for (const [column, cell] of cells.entries()) {
      let top = y + (tallest - (heights[column] ?? 0)) / 2;
      for (const box of cell) {
        const x = (starts[column] ?? 0) + ((columns[column] ?? 0) - box.width) / 2;
        boxes.push({ ...box, x, y: top });
        top += box.height + sizes.gapY;
      }
    }
    if (tallest > 0) y += tallest + sizes.gapY;
  }
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  return { boxes, width: right + sizes.margin, height: y - sizes.gapY + sizes.margin + 30 };
}

function startOf(columns: readonly number[], gaps: readonly number[], column: number): number {
  return columns
    .slice(0, column)
    .reduce(
      (sum, width, index) => (width === 0 ? sum : sum + width + (gaps[index] ?? 0)),
      sizes.margin,
    );
}

/** The text of the arrows from one column to the next must fit between them. */
function gapAfter(
  column: number,
  { edges }: Topology,
  drafts: readonly Pick<Box, 'group' | 'column'>[],
): number {
  const columnOf = (id: string) => drafts.find(({ group }) => group.id === id)?.column ?? 1;
  const lengths = edges
    .filter(({ from, to }) => columnOf(from) !== columnOf(to))
    .filter(({ from, to }) => Math.min(columnOf(from), columnOf(to)) === column)
    .map((edge) => edgeLabel(edge).length);
  return Math.max(sizes.gapX, Math.max(0, ...lengths) * sizes.character + 50);
}

function stackHeight(cell: readonly Pick<Box, 'height'>[]): number {
  return (
    cell.reduce((sum, { height }) => sum + height, 0) + Math.max(0, cell.length - 1) * sizes.gapY
  );
}

function draftOf(group: TopologyGroup, { edges }: Topology): Omit<Box, 'x' | 'y'> {
  const [row, column] = cellOf(group.id);
  const lines = nodeLines(group);
  const several = group.nodes.length > 1;
  const own = edges.filter(({ from, to }) => several && from === group.id && to === group.id);
  const within = own.map((edge) => `among them: ${edgeLabel(edge)}`);
  const longest = Math.max(...[group.title, ...lines, ...within].map((line) => line.length));
  const count = 1 + lines.length + within.length;
  return {
    group,
    lines,
    within,
    row,
    column,
    width: Math.max(180, Math.ceil(longest * sizes.character) + 2 * sizes.padding),
    height: count * sizes.line + 2 * sizes.padding,
  };
}
