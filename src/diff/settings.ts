import type { Path, Span } from '../diagnostics/diagnostic.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { BuildSource } from './build.ts';

/** A setting of the profile that differs between two builds. */
export interface Setting {
  readonly kind: 'added' | 'changed' | 'removed';
  /** Keys from the root; a machine by its name, other lists as a whole. */
  readonly keys: readonly string[];
  /** For people: `machines.icc-worker-1.labels`. */
  readonly name: string;
  /** Where it stands: in the later profile, or, removed, in the earlier one. */
  readonly span?: Span;
}

type Tree = Readonly<Record<string, unknown>>;

/**
 * What differs between two profiles, with defaults filled in, in the order of the schema. A file beside the profile
 * that differs counts as the setting that names it.
 */
export function listSettings(before: BuildSource, after: BuildSource): Setting[] {
  const found = [...differences(named(before), named(after), [])];
  return found.map((keys) => toSetting(keys, before, after));
}

/** The later profile with one setting as it was in the earlier one. */
export function revertSetting(
  { keys }: Setting,
  before: BuildSource,
  after: BuildSource,
): { readonly profile: Profile; readonly sources: ReadonlyMap<string, string> } {
  const old = named(before);
  const tree = put(named(after), keys, valueAt(old, keys));
  const { [beside]: texts, machines, ...rest } = tree;
  const profile = { ...rest, machines: Object.values(isTree(machines) ? machines : {}) };
  const sources = Object.entries(isTree(texts) ? texts : {}).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  // The parts of two valid profiles; whoever compiles it expects that they may not fit together.
  return { profile: profile as unknown as Profile, sources: new Map(sources) };
}

/** Files beside the profile stand in the tree under a key that no profile has. */
const beside = 'files beside the profile';

function named({ cluster: { profile, sources } }: BuildSource): Tree {
  const references = textsOf(profile);
  return {
    ...profile,
    machines: Object.fromEntries(profile.machines.map((machine) => [machine.name, machine])),
    [beside]: Object.fromEntries([...sources].filter(([name]) => references.has(name))),
  };
}

/** Every text in the profile: some of them are names of files. */
function textsOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) textsOf(inner, found);
  }
  return found;
}

function* differences(
  before: Tree,
  after: Tree,
  path: readonly string[],
): Generator<readonly string[]> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[key], after[key]];
    if (isTree(old) && isTree(now)) yield* differences(old, now, [...path, key]);
    else if (JSON.stringify(old) !== JSON.stringify(now)) yield [...path, key];
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(tree: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);
}

function put(tree: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree {
  const inner = tree[key];
  const next = rest.length === 0 ? value : put(isTree(inner) ? inner : {}, rest, value);
  if (next !== undefined) return { ...tree, [key]: next };
  const { [key]: _gone, ...others } = tree;
  return others;
}

function toSetting(keys: readonly string[], before: BuildSource, after: BuildSource): Setting {
  const [place, formerly] = [pathOf(keys, after, before), pathOf(keys, before, after)];
  const written = place !== undefined && after.parsed.wrote(place);
  const wasWritten = formerly !== undefined && before.parsed.wrote(formerly);
  const kind = written ? (wasWritten ? 'changed' : 'added') : 'removed';
  const source = kind === 'removed' && wasWritten ? before : after;
  const span = source.parsed.locate((source === before ? formerly : place) ?? []);
  return {
    kind,
    keys,
    name: keys[0] === beside ? (keys[1] ?? '') : keys.join('.'),
    ...(span === undefined ? {} : { span: { ...span, file: source.shown(span.file) } }),
  };
}

/** The path in one profile, if its machine is there; of a list, that of its first item that the other one has not. */
function pathOf(keys: readonly string[], side: BuildSource, other: BuildSource): Path | undefined {
  const { profile } = side.cluster;
  const [first, name, ...rest] = keys;
  if (first === beside) return referencePath(profile, name);
  const index = profile.machines.findIndex((machine) => machine.name === name);
  if (first === 'machines' && index < 0) return undefined;
  const start: Path = first === 'machines' ? ['machines', index, ...rest] : keys;
  const [mine, theirs] = [named(side), named(other)].map((tree) => valueAt(tree, keys));
  if (!Array.isArray(mine)) return start;
  const others = Array.isArray(theirs) ? theirs.map((item) => JSON.stringify(item)) : [];
  const item = mine.findIndex((each) => !others.includes(JSON.stringify(each)));
  return item < 0 ? start : [...start, item];
}

function referencePath(
  value: unknown,
  file: string | undefined,
  path: Path = [],
): Path | undefined {
  if (value === file) return path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    const found = referencePath(inner, file, [...path, step]);
    if (found !== undefined) return found;
  }
  return undefined;
}
