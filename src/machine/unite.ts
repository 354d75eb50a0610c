import { sortBy } from '../text/compare.ts';

/**
 * Folds items with the same key into one, in code-unit order of the keys. `unite` gets the one that is kept so
 * far and a later one.
 */
export function unite<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  combine: (kept: Item, later: Item) => Item,
): Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    const kept = byKey.get(key);
    byKey.set(key, kept === undefined ? item : combine(kept, item));
  }
  return sortBy(byKey, ([key]) => key).map(([, item]) => item);
}

/** The texts of both lists, each once, in the order of their first appearance. */
export function uniteTexts(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])];
}
