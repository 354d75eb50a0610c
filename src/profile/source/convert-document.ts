import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Collector } from '../../diagnostics/collector.ts';
import { spanOf } from '../../diagnostics/locate.ts';
import type { Place, SourceEntry, SourceNode, SourceText } from '../../diagnostics/source-tree.ts';
import { createSizeCounter } from './tree-size.ts';

/** Levels of lists and mappings that a profile may nest. */
export const depthLimit = 100;

interface Conversion {
  readonly source: SourceText;
  readonly diagnostics: Collector;
  /** Anchors so far; undefined while the anchor's own value is being read. */
  readonly anchors: Map<string, SourceNode | undefined>;
  broken: boolean;
}

/**
 * Turns a YAML document into a source tree; aliases share the tree of their anchor. Reports duplicate and
 * complex keys, bad aliases, too deep nesting and alias bombs; the latter three give undefined.
 */
export function convertDocument(
  document: Document.Parsed,
  source: SourceText,
  diagnostics: Collector,
): SourceNode | undefined {
  const conversion: Conversion = { source, diagnostics, anchors: new Map(), broken: false };
  const root = convert(document.contents, 0, conversion);
  if (conversion.broken || root === undefined) return undefined;
  const counter = createSizeCounter();
  const expanded = counter.expanded(root);
  const written = counter.written();
  if (expanded > 10 * written + 10_000) {
    diagnostics.report(
      'profile/too-many-aliases',
      [],
      { expanded, written },
      { span: spanOf({ ...root.place, end: root.place.start + 1 }) },
    );
    return undefined;
  }
  return root;
}

function convert(
  node: Node | null,
  depth: number,
  conversion: Conversion,
  fallback?: Place,
): SourceNode | undefined {
  if (node === null) return emptyAt(fallback);
  const place = placeOf(node, conversion);
  if (depth > depthLimit) {
    return fail(conversion, place, () =>
      conversion.diagnostics.report(
        'profile/too-deep',
        [],
        { limit: depthLimit },
        { span: spanOf(place) },
      ),
    );
  }
  if (isAlias(node)) return resolveAlias(node.source, place, conversion);
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor !== undefined) conversion.anchors.set(anchor, undefined);
  const converted = convertPlain(node, place, depth, conversion);
  if (anchor !== undefined && converted !== undefined) conversion.anchors.set(anchor, converted);
  return converted;
}

function convertPlain(
  node: Node,
  place: Place,
  depth: number,
  conversion: Conversion,
): SourceNode | undefined {
  if (isMap(node)) {
    const pairs = node.items as Pair<Node | null, Node | null>[];
    return { kind: 'map', entries: convertPairs(pairs, depth, conversion), place };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node, depth + 1, conversion, place));
    return { kind: 'list', items: items.filter((item) => item !== undefined), place };
  }
  if (!isScalar(node)) return emptyAt(place);
  const written = node.source ?? String(node.value);
  return { kind: 'scalar', value: scalarValue(node.value), written, place };
}

function convertPairs(
  pairs: readonly Pair<Node | null, Node | null>[],
  depth: number,
  conversion: Conversion,
): Map<string, SourceEntry> {
  const entries = new Map<string, SourceEntry>();
  for (const { key, value } of pairs) {
    const keyPlace = key === null ? undefined : placeOf(key, conversion);
    const name = keyName(key);
    if (name === undefined || name === '__proto__') {
      reportKey(name, keyPlace, conversion);
      continue;
    }
    if (keyPlace === undefined) continue;
    const first = entries.get(name);
    if (first !== undefined) {
      const { line } = spanOf(first.key);
      const span = spanOf(keyPlace);
      const args = { key: name, firstLine: line };
      conversion.diagnostics.report('profile/duplicate-key', [], args, { span });
      continue;
    }
    const after = { ...keyPlace, start: keyPlace.end };
    const converted = convert(value, depth + 1, conversion, after);
    if (converted !== undefined) entries.set(name, { key: keyPlace, value: converted });
  }
  return entries;
}

function keyName(key: Node | null): string | undefined {
  if (!isScalar(key) || key.value === '<<') return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function reportKey(name: string | undefined, place: Place | undefined, conversion: Conversion) {
  const problem =
    name === undefined
      ? 'a key must be a plain word; the merge key “<<”, lists, mappings and aliases are refused'
      : `“${name}” cannot be a key`;
  conversion.diagnostics.report(
    'profile/invalid-key',
    [],
    { problem },
    place === undefined ? {} : { span: spanOf(place) },
  );
}

function resolveAlias(name: string, place: Place, conversion: Conversion): SourceNode | undefined {
  const target = conversion.anchors.get(name);
  if (target !== undefined) return target;
  const problem = conversion.anchors.has(name)
    ? `the alias *${name} stands inside its own anchor`
    : `the alias *${name} has no anchor &${name} above it`;
  return fail(conversion, place, () =>
    conversion.diagnostics.report(
      'profile/invalid-alias',
      [],
      { problem },
      { span: spanOf(place) },
    ),
  );
}

function fail(conversion: Conversion, _place: Place, report: () => void): undefined {
  if (!conversion.broken) report();
  conversion.broken = true;
  return undefined;
}

function placeOf(node: Node, { source }: Conversion): Place {
  const [start = 0, end = 0] = node.range ?? [];
  return { source, start, end };
}

function emptyAt(place: Place | undefined): SourceNode | undefined {
  return place && { kind: 'scalar', value: null, written: '', place };
}

function scalarValue(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return value === null || value === undefined ? null : String(value);
}
