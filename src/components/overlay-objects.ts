type Tree = Readonly<Record<string, unknown>>;

/** `over` laid on `base`: maps merge key by key at every depth, everything else is replaced. */
export function overlayObjects(base: Tree, over: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    result[key] = isTree(below) && isTree(value) ? overlayObjects(below, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
