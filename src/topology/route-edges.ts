import { edgeLabel } from './edge-label.ts';
import { type Box, sizes } from './place-groups.ts';
import type { Topology, TopologyEdge } from './topology.ts';

/** All connections from one group to another, as one arrow with a line of text for each. */
export interface Arrow {
  readonly edges: readonly TopologyEdge[];
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' };
  readonly lines: readonly string[];
  /** Both ends dial. */
  readonly both: boolean;
}

/** How far apart the arrows of the two directions run. */
const lane = 46;

/** The arrows between different groups. */
export function routeEdges({ edges }: Topology, boxes: readonly Box[]): Arrow[] {
  const between = edges.filter(({ from, to }) => from !== to);
  const clearance = Math.max(0, ...between.map((edge) => widthOf([edgeLabel(edge)]))) + lane;
  const pairs = Map.groupBy(between, ({ from, to }) => `${from} ${to}`);
  return [...pairs.values()].flatMap((group) => {
    const [{ from, to } = { from: '', to: '' }] = group;
    const [start, end] = [from, to].map((id) => boxes.find((box) => box.group.id === id));
    if (start === undefined || end === undefined) return [];
    const lines = group.map(edgeLabel);
    const both = group.every(({ protocol }) => protocol === 'udp');
    return [{ edges: group, lines, both, ...route(start, end, lines, boxes, clearance) }];
  });
}

type Routed = Pick<Arrow, 'points' | 'label'>;

function route(
  start: Box,
  end: Box,
  lines: readonly string[],
  boxes: readonly Box[],
  clearance: number,
): Routed {
  if (start.column === end.column) {
    return isBetween(start, end, boxes)
      ? around(start, end, lines, clearance)
      : vertical(start, end, lines);
  }
  return start.row === end.row ? horizontal(start, end, lines) : elbow(start, end, lines);
}

function isBetween(start: Box, end: Box, boxes: readonly Box[]): boolean {
  const [top, bottom] = start.y < end.y ? [start, end] : [end, start];
  return boxes.some((box) => box.column === start.column && box.y > top.y && box.y < bottom.y);
}

/** Downward on the left lane with its text left of it, upward on the right lane. */
function vertical(start: Box, end: Box, lines: readonly string[]): Routed {
  const down = start.y < end.y;
  const x = center(start) + (down ? -lane : lane) / 2;
  const [from, to] = down ? [start.y + start.height, end.y] : [start.y, end.y + end.height];
  const middle = (from + to) / 2 - ((lines.length - 1) * sizes.line) / 2 + 4;
  const width = widthOf(lines);
  const label = { x: down ? x - width - 10 : x + 10, y: middle, anchor: 'start' } as const;
  return {
    points: [
      [x, from],
      [x, to],
    ],
    label,
  };
}

/** Rightward on the upper lane with its text above, leftward on the lower lane with its text below. */
function horizontal(start: Box, end: Box, lines: readonly string[]): Routed {
  const right = start.x < end.x;
  const top = Math.max(start.y, end.y);
  const bottom = Math.min(start.y + start.height, end.y + end.height);
  const y = top + ((bottom - top) * (right ? 1 : 2)) / 3;
  const [from, to] = right ? [start.x + start.width, end.x] : [start.x, end.x + end.width];
  const above = y - 8 - (lines.length - 1) * sizes.line;
  const label = { x: (from + to) / 2, y: right ? above : y + 16, anchor: 'middle' } as const;
  return {
    points: [
      [from, y],
      [to, y],
    ],
    label,
  };
}

/** Up or down from the one box, then sideways into the other. */
function elbow(start: Box, end: Box, lines: readonly string[]): Routed {
  const x = center(start);
  const up = end.y < start.y;
  const y = end.y + end.height / 2;
  const side = end.x < x ? end.x + end.width : end.x;
  const label = {
    x: (x + side) / 2,
    y: y - 8 - (lines.length - 1) * sizes.line,
    anchor: 'middle',
  } as const;
  return {
    points: [
      [x, up ? start.y : start.y + start.height],
      [x, y],
      [side, y],
    ],
    label,
  };
}

/** Past the boxes between and the text beside them, on their left. */
function around(start: Box, end: Box, lines: readonly string[], clearance: number): Routed {
  const x = Math.min(start.x - 20, end.x - 20, center(start) - clearance);
  const [from, to] = [start.y + start.height / 2, end.y + end.height / 6];
  const width = widthOf(lines);
  const label = { x: x - width - 10, y: (from + to) / 2, anchor: 'start' } as const;
  return {
    points: [
      [start.x, from],
      [x, from],
      [x, to],
      [end.x, to],
    ],
    label,
  };
}

function widthOf(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length)) * sizes.character;
}

function center({ x, width }: Box): number {
  return x + width / 2;
}
