import type { Collector } from '../diagnostics/collector.ts';
import type { Machine } from './model.ts';
import { listPlaces, type Place } from './places.ts';

/**
 * Checks that no path is two kinds of thing at once and that whatever something lies in is a directory (a
 * symlink is none: Ignition refuses to write through its own links). Raises machine/path-clash.
 */
export function checkClashes(machine: Machine, diagnostics: Collector): void {
  const places = new Map<string, Place>();
  for (const place of listPlaces(machine)) {
    const known = places.get(place.path);
    if (known === undefined) places.set(place.path, place);
    else reportClash(known, place, diagnostics);
  }
  for (const place of places.values()) {
    for (const parent of parentsOf(place.path)) {
      const known = places.get(parent);
      if (known !== undefined && known.kind !== 'directory') {
        reportClash(known, place, diagnostics);
      }
    }
  }
}

/** The directories above a path, nearest first, without the root. */
export function parentsOf(path: string): string[] {
  const names = path.split('/').slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, names.length - index).join('/')}`);
}

function reportClash(known: Place, later: Place, diagnostics: Collector): void {
  diagnostics.report('machine/path-clash', later.from.path, {
    path: known.path,
    kind: known.kind,
    first: known.from.component,
    other: later.path,
    otherKind: later.kind,
    second: later.from.component,
  });
}
