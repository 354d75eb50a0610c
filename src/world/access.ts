import { parentsOf } from '../machine/clashes.ts';
import type { Process } from '../machine/process.ts';
import type { Places } from './places.ts';

type Reader = Pick<Process, 'user' | 'groups' | 'mayAll'>;
type Bits = { readonly user: string; readonly group: string; readonly mode: number };

const words = { 4: 'read', 2: 'write', 1: 'search' } as const;

/**
 * Why the reader may not use what lies at `path`; undefined when it may. `wanted` is a permission bit of the thing
 * itself; every directory between `top` (a mount, else the root) and it must let the reader search.
 */
export function accessProblem(
  places: Places,
  reader: Reader,
  path: string,
  wanted: 4 | 2,
  top = '',
): string | undefined {
  if (reader.mayAll) return undefined;
  for (const parent of parentsOf(path).toReversed()) {
    if (parent.length < top.length) continue;
    const entry = places.at(parent);
    if (entry !== undefined && !allows(entry, reader, 1)) return describe(parent, entry, reader, 1);
  }
  const entry = places.at(path);
  if (entry === undefined || allows(entry, reader, wanted)) return undefined;
  return describe(path, entry, reader, wanted);
}

function allows({ user, group, mode }: Bits, reader: Reader, bit: 4 | 2 | 1): boolean {
  if (user === reader.user) return ((mode >> 6) & bit) !== 0;
  if (reader.groups.includes(group)) return ((mode >> 3) & bit) !== 0;
  return (mode & bit) !== 0;
}

function describe(path: string, { user, group, mode }: Bits, reader: Reader, bit: 4 | 2 | 1) {
  const octal = mode.toString(8).padStart(4, '0');
  return `${reader.user} may not ${words[bit]} ${path} (${octal} ${user}:${group})`;
}
