import type { Collector } from '../diagnostics/collector.ts';
import { sortBy } from '../text/compare.ts';
import { checkClashes } from './clashes.ts';
import { deriveFiles } from './derive.ts';
import { uniteDirectories, uniteFiles, uniteSymlinks } from './merge-files.ts';
import { uniteUnits } from './merge-units.ts';
import { uniteDownloads, uniteUsers } from './merge-users.ts';
import type { Machine, MachinePart } from './model.ts';

/** What a machine has before any component adds to it. */
export type MachineBase = Pick<Machine, 'name' | 'os' | 'arch' | 'networkRenderer' | 'network'>;

/**
 * One machine from what its components add. The result does not depend on the order of the parts, except for
 * who is named first in a conflict: files, directories, symlinks by path, the rest by name. Equal duplicates
 * unite, also the drop-ins of a unit and the reasons for a secret. Host name, sudo rules and directories become
 * files here (see `deriveFiles`). Raises machine/file-conflict, path-clash, unit-conflict and
 * user-conflict at the profile line of the later part, and keeps the earlier one.
 */
export function mergeParts(
  base: MachineBase,
  parts: readonly MachinePart[],
  diagnostics: Collector,
): Machine {
  const directories = uniteDirectories(gather(parts, 'directories'), diagnostics);
  const symlinks = uniteSymlinks(gather(parts, 'symlinks'), diagnostics);
  const users = uniteUsers(gather(parts, 'users'), diagnostics);
  const derived = deriveFiles({ name: base.name, directories, symlinks, users });
  const machine: Machine = {
    ...base,
    files: uniteFiles([...derived, ...gather(parts, 'files')], diagnostics),
    directories,
    symlinks,
    units: uniteUnits(gather(parts, 'units'), diagnostics),
    users,
    downloads: uniteDownloads(gather(parts, 'downloads'), diagnostics),
    images: uniteNames(parts.flatMap((part) => part.images ?? [])),
    packages: uniteNames(parts.flatMap((part) => part.packages ?? [])),
  };
  checkClashes(machine, diagnostics);
  return machine;
}

type ListKey = 'files' | 'directories' | 'symlinks' | 'units' | 'users' | 'downloads';

function gather<Key extends ListKey>(
  parts: readonly MachinePart[],
  key: Key,
): Machine[Key][number][] {
  return parts.flatMap((part): readonly Machine[Key][number][] => part[key] ?? []);
}

function uniteNames(names: readonly string[]): string[] {
  return sortBy(new Set(names), (name) => name);
}
