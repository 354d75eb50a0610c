import type { Diagnostic, Path, Span } from './diagnostic.ts';
import type { Place, SourceEntry, SourceNode } from './source-tree.ts';

/** Where a path lies in the sources; `onKey` asks for the key. Undefined when no source was readable. */
export type Locate = (path: Path, onKey?: boolean) => Span | undefined;

/**
 * The position of the value at `path`, or of its key with `onKey`. A path that leads nowhere ends at the
 * key of its deepest existing parent (a list item or the root has none: then at its value), and so does an
 * empty value.
 */
export function locate(root: SourceNode, path: Path, onKey = false): Span {
  let node = root;
  let key: Place | undefined;
  let found = true;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === undefined) {
      found = false;
      break;
    }
    node = child.value;
    key = typeof step === 'number' ? undefined : child.key;
  }
  const empty = node.place.start === node.place.end;
  return spanOf(key !== undefined && (onKey || !found || empty) ? key : node.place);
}

/** The node at `path`, if there is one. */
export function nodeAt(root: SourceNode, path: Path): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = childOf(node, step)?.value;
  }
  return node;
}

/** A place as lines and columns. */
export function spanOf(place: Place): Span {
  const start = place.source.positionAt(place.start);
  const end = place.source.positionAt(place.end);
  return {
    file: place.source.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** Fills the spans of the diagnostics that have none yet. */
export function locateAll<Found extends Diagnostic>(
  diagnostics: readonly Found[],
  find: Locate,
): (Found & { readonly span?: Span })[] {
  return diagnostics.map((diagnostic) => {
    if (diagnostic.span !== undefined) return diagnostic;
    const span = find(diagnostic.path, diagnostic.onKey);
    return span === undefined ? diagnostic : { ...diagnostic, span };
  });
}

function childOf(node: SourceNode, step: string | number): SourceEntry | undefined {
  if (node.kind === 'map') return node.entries.get(String(step));
  if (node.kind !== 'list' || typeof step !== 'number') return undefined;
  const value = node.items[step];
  return value === undefined ? undefined : { key: value.place, value };
}
