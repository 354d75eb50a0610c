import { assembleMachine } from '../compile.ts';
import { createCollector } from '../diagnostics/collector.ts';
import type { Path, Span } from '../diagnostics/diagnostic.ts';
import { compileVariant, originalOf, type Variant } from '../diff/trace-settings.ts';
import type { Machine } from '../machine/model.ts';
import { listPlaces, unitDirectory } from '../machine/places.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { ParsedProfile } from '../profile/parse.ts';
import { type Profile, profileSchema } from '../profile/schema/profile.ts';

/** A setting that a thing on a node depends on. */
export interface Influence {
  /** `machines.icc-worker-1.labels.disk` */
  readonly name: string;
  readonly span?: Span;
}

/** Of so many settings at most it is tried what depends on them, the node's own first. */
const most = 400;

/** So many other values of a setting tell whether anything depends on it. */
const enough = 2;

/**
 * The written settings of the profile that what stands at `path` on the machine depends on: each is taken away or, where
 * it must be there, changed, and the node compiled again. A setting whose every other value would be refused, such as
 * a role, is not found this way. Takes some milliseconds per setting.
 */
export function findInfluences(
  cluster: Cluster,
  parsed: ParsedProfile,
  secrets: Secrets,
  machine: Machine,
  path: string,
): Influence[] {
  const original = originalOf(cluster, secrets);
  const looked = lookAt(cluster, secrets, machine, path);
  const leaves = [...writtenLeaves(cluster.profile, [], parsed)];
  const own = cluster.profile.machines.findIndex(({ name }) => name === machine.name);
  const ranked = [
    ...leaves.filter((leaf) => leaf[0] !== 'machines' || leaf[1] === own),
    ...leaves.filter((leaf) => leaf[0] === 'machines' && leaf[1] !== own),
  ].slice(0, most);
  return ranked
    .filter((leaf) =>
      variantsOf(cluster, leaf).some((variant) => {
        const other = compileVariant(original, variant)?.(machine.name, looked.component);
        return other !== undefined && looked.at(other) !== looked.now;
      }),
    )
    .map((leaf) => {
      const span = parsed.locate(leaf);
      return { name: nameOf(leaf, cluster.profile), ...(span === undefined ? {} : { span }) };
    });
}

/** What is to be looked at of each variant. */
interface Looked {
  /** The one component that decides what stands at the path; absent when several do. */
  readonly component?: string;
  at(machine: Machine): string | undefined;
  readonly now: string | undefined;
}

/** Only the component that put it there is compiled again, if that one alone gives the same. */
function lookAt(cluster: Cluster, secrets: Secrets, machine: Machine, path: string): Looked {
  const at = (one: Machine) => markAt(one, path);
  const now = at(machine);
  const node = cluster.nodes.find(({ name }) => name === machine.name);
  const place = listPlaces(machine).find((each) => each.path === path);
  const component = place?.from.component;
  if (node === undefined || component === undefined) return { at, now };
  const alone = assembleMachine(cluster, node, secrets, createCollector(), component);
  return at(alone) === now ? { at, now, component } : { at, now };
}

/** All that decides about a file or unit, in one text. */
function markAt({ files, units }: Machine, path: string): string | undefined {
  const file = files.find((each) => each.path === path);
  const unit = units.find(({ name }) => path === `${unitDirectory}/${name}`);
  const mark = file ?? unit;
  return mark && JSON.stringify({ ...mark, from: undefined });
}

/** Paths of scalars and of items in lists that stand in a source; what is passed through is taken as a whole. */
function* writtenLeaves(value: unknown, path: Path, parsed: ParsedProfile): Generator<Path> {
  if (path.length > 0 && !parsed.wrote(path)) return;
  if (typeof value !== 'object' || value === null) yield path;
  else {
    for (const [key, inner] of Object.entries(value)) {
      yield* writtenLeaves(inner, [...path, Array.isArray(value) ? Number(key) : key], parsed);
    }
  }
}

/** The profile without the leaf; where it must be there, with other values in its place: those that are profiles. */
function variantsOf({ profile, sources }: Cluster, leaf: Path): Variant[] {
  const without = profileSchema.safeParse(put(profile, leaf, undefined));
  if (without.success) return [{ profile: without.data, sources }];
  const variants: Variant[] = [];
  for (const value of otherValues(valueAt(profile, leaf))) {
    const result = profileSchema.safeParse(put(profile, leaf, value));
    if (result.success) variants.push({ profile: result.data, sources });
    if (variants.length === enough) break;
  }
  return variants;
}

/** The same kind of thing, but another one: another number, name, address, port, patch release. */
function otherValues(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1];
  if (typeof value === 'boolean') return [!value];
  if (typeof value !== 'string') return [];
  const next = (digit: string) => String((Number(digit) + 1) % 10);
  const others = [
    value.replace(/\d(?=\.)/, next),
    value.replace(/\d(?=\/)/, next),
    value.replace(/\d(?=\D*$)/, next),
    `x${value}`,
  ];
  return [...new Set(others)].filter((other) => other !== value);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined,
    value,
  );
}

function put(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return leaf;
  const next = rest.length === 0 ? leaf : put(Reflect.get(value, step), rest, leaf);
  if (Array.isArray(value)) {
    const gone = rest.length === 0 && leaf === undefined;
    return value.flatMap((item, index) => (index === step ? (gone ? [] : [next]) : [item]));
  }
  const others = Object.entries(value).filter(([key]) => key !== step);
  return Object.fromEntries(next === undefined ? others : [...others, [String(step), next]]);
}

function nameOf(path: Path, { machines }: Profile): string {
  const [first, index, ...rest] = path;
  const name = first === 'machines' ? machines[Number(index)]?.name : undefined;
  return (name === undefined ? path : [first, name, ...rest]).join('.');
}
