import type {
  SourceEntry,
  SourceList,
  SourceMap,
  SourceNode,
} from '../../diagnostics/source-tree.ts';

/**
 * Lays a profile over its base: mappings merge key by key, everything else is replaced; `machines` merge by
 * name, the base's order first. Every value keeps the place where it was written.
 */
export function mergeProfiles(base: SourceMap, above: SourceMap): SourceMap {
  const merged = mergeMaps(base, above);
  const below = base.entries.get('machines');
  const over = above.entries.get('machines');
  if (below?.value.kind !== 'list' || over?.value.kind !== 'list') return merged;
  const machines = mergeByName(below.value, over.value);
  const entries = new Map(merged.entries).set('machines', { key: over.key, value: machines });
  return { ...merged, entries };
}

function mergeMaps(base: SourceMap, above: SourceMap): SourceMap {
  const entries = new Map<string, SourceEntry>(base.entries);
  for (const [key, entry] of above.entries) {
    const below = base.entries.get(key);
    const both = below?.value.kind === 'map' && entry.value.kind === 'map';
    entries.set(
      key,
      both ? { key: entry.key, value: mergeNodes(below.value, entry.value) } : entry,
    );
  }
  return { kind: 'map', entries, place: above.place };
}

function mergeNodes(base: SourceNode, above: SourceNode): SourceNode {
  return base.kind === 'map' && above.kind === 'map' ? mergeMaps(base, above) : above;
}

function mergeByName(base: SourceList, above: SourceList): SourceList {
  const items = [...base.items];
  const indexes = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const name = nameOf(item);
    if (name !== undefined && !indexes.has(name)) indexes.set(name, index);
  }
  for (const item of above.items) {
    const name = nameOf(item);
    const index = name === undefined ? undefined : indexes.get(name);
    const below = index === undefined ? undefined : items[index];
    if (index === undefined || below === undefined) items.push(item);
    else items[index] = mergeNodes(below, item);
  }
  return { kind: 'list', items, place: above.place };
}

function nameOf(item: SourceNode): string | undefined {
  const name = item.kind === 'map' ? item.entries.get('name')?.value : undefined;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}
