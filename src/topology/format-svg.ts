import { element, toXml, type XmlElement } from '../text/xml.ts';
import { type Box, placeGroups, sizes } from './place-groups.ts';
import { type Arrow, routeEdges } from './route-edges.ts';
import type { Topology, TopologyEdge } from './topology.ts';

/** Colours in light and dark; each tells one CA. */
const colours = {
  ground: ['#ffffff', '#15181d'],
  box: ['#f3f5f8', '#20252d'],
  border: ['#8a94a3', '#6f7a8a'],
  text: ['#1b2430', '#e8ecf2'],
  faint: ['#56606e', '#a7b1c0'],
  kubernetes: ['#1559c0', '#7fb2ff'],
  etcd: ['#a84a00', '#ffb066'],
  'front-proxy': ['#7a2fa8', '#d3a0ff'],
  none: ['#56606e', '#a7b1c0'],
} as const;

type Colour = keyof typeof colours;

/** The topology as one SVG image without script or outside resource; it follows the reader's light or dark scheme. */
export function formatSvg(topology: Topology): string {
  const { boxes, width: boxed, height } = placeGroups(topology);
  const arrows = routeEdges(topology, boxes);
  const title = `${topology.cluster}: who talks to whom`;
  const heading = `${title} (the API at https://${topology.endpoint})`;
  const width = Math.max(boxed, heading.length * 9.2 + 2 * sizes.margin, ...arrows.map(rightEnd));
  return toXml(
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
        width: Math.ceil(width),
        height: Math.ceil(height),
        role: 'img',
        'aria-label': title,
      },
      [
        element('title', {}, [title]),
        element('style', {}, [styleSheet()]),
        element('defs', {}, markers()),
        element('rect', { class: 'ground', width: '100%', height: '100%' }),
        element('text', { class: 'heading', x: sizes.margin, y: sizes.margin }, [heading]),
        ...arrows.map(lineOf),
        ...boxes.map(boxOf),
        ...arrows.flatMap(labelOf),
        ...legend(topology, height),
      ],
    ),
  );
}

/** How far right the text of an arrow reaches. */
function rightEnd({ label, lines }: Arrow): number {
  const width = Math.max(...lines.map((line) => line.length)) * sizes.character;
  return label.x + width / (label.anchor === 'middle' ? 2 : 1) + sizes.margin;
}

function styleSheet(): string {
  const variables = (scheme: 0 | 1) =>
    Object.entries(colours)
      .map(([name, pair]) => `--${name}: ${pair[scheme]}`)
      .join('; ');
  const fallback = Object.entries(colours)
    .map(
      ([name, [light]]) =>
        `.f-${name} { fill: ${light}; fill: var(--${name}) } .s-${name} { stroke: ${light}; stroke: var(--${name}) }`,
    )
    .join(' ');
  return [
    `svg { ${variables(0)} }`,
    `@media (prefers-color-scheme: dark) { svg { ${variables(1)} } }`,
    fallback,
    '.ground { fill: #ffffff; fill: var(--ground) }',
    'text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1b2430; fill: var(--text) }',
    '.heading { font-size: 15px; font-weight: bold } .title { font-weight: bold }',
  ].join(' ');
}

function markers(): XmlElement[] {
  const names = ['kubernetes', 'etcd', 'front-proxy', 'none'] as const;
  return names.map((name) =>
    element(
      'marker',
      {
        id: `arrow-${name}`,
        viewBox: '0 0 10 10',
        refX: 9,
        refY: 5,
        markerWidth: 8,
        markerHeight: 8,
        orient: 'auto-start-reverse',
      },
      [element('path', { class: `f-${name}`, d: 'M0 0L10 5L0 10z' })],
    ),
  );
}

function boxOf({ group, lines, within, x, y, width, height }: Box): XmlElement {
  const texts = [
    { text: group.title, class: 'title' },
    ...lines.map((text) => ({ text, class: undefined })),
    ...within.map((text) => ({ text, class: 'f-faint' })),
  ];
  return element('g', {}, [
    element('rect', { class: 'f-box s-border', x, y, width, height, rx: 8 }),
    ...texts.map(({ text, class: kind }, index) => {
      const top = y + sizes.padding + 12 + index * sizes.line;
      return element('text', { class: kind, x: x + sizes.padding, y: top }, [text]);
    }),
  ]);
}

function colourOf({ ca }: Pick<TopologyEdge, 'ca'>): Colour {
  return ca ?? 'none';
}

function lineOf({ edges, points, both }: Arrow): XmlElement {
  const colour = edges.map(colourOf).find((name) => name !== 'none') ?? 'none';
  const marker = `url(#arrow-${colour})`;
  return element('polyline', {
    class: `s-${colour}`,
    points: points.map((point) => point.map((each) => Math.round(each)).join(',')).join(' '),
    fill: 'none',
    'stroke-width': 1.6,
    'marker-end': marker,
    'marker-start': both ? marker : undefined,
  });
}

function labelOf({ edges, lines, label }: Arrow): XmlElement[] {
  return lines.map((line, index) =>
    element(
      'text',
      {
        class: `f-${colourOf(edges[index] ?? {})}`,
        x: Math.round(label.x),
        y: Math.round(label.y + index * sizes.line),
        'text-anchor': label.anchor,
      },
      [line],
    ),
  );
}

/** What the colours mean; those that occur. */
function legend({ edges }: Topology, height: number): XmlElement[] {
  const names = [...new Set(edges.map(colourOf))].sort();
  let x = sizes.margin;
  return names.map((name) => {
    const text = name === 'none' ? 'no TLS, or none of ours' : `TLS, CA ${name}`;
    const row = element('text', { class: `f-${name} title`, x, y: height - 22 }, [`■ ${text}`]);
    x += (text.length + 5) * sizes.character;
    return row;
  });
}
