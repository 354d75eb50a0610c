import type { SourceNode } from '../../diagnostics/source-tree.ts';

/** Counts the values of a tree whose parts may be shared, without walking a shared part twice. */
export function createSizeCounter() {
  const sizes = new Map<SourceNode, number>();
  function expanded(node: SourceNode): number {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (node.kind === 'list') for (const item of node.items) size += expanded(item);
    if (node.kind === 'map') for (const { value } of node.entries.values()) size += expanded(value);
    sizes.set(node, size);
    return size;
  }
  return {
    /** Values with every shared part counted as often as it is used. */
    expanded,
    /** Values with every shared part counted once. */
    written: (): number => sizes.size,
  };
}
