import type { Machine, MachineFile, MachineUnit, MachineUser } from '../../machine/model.ts';
import { unitDirectory } from '../../machine/places.ts';
import { toText } from '../../text/bytes.ts';
import { sortBy } from '../../text/compare.ts';
import { partPaths } from '../part-paths.ts';

/** A file as a document carries it. */
export interface ReadFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly user: string;
  readonly group: string;
}

/** What was found in a document. */
export interface ReadParts {
  readonly name: string;
  readonly files: readonly ReadFile[];
  readonly users: readonly MachineUser[];
  readonly enabled: ReadonlySet<string>;
  readonly masked: ReadonlySet<string>;
}

/** Where a machine that was read from documents comes from: they do not say which component asked for what. */
export const readOrigin = { component: 'document', path: [] } as const;

const fetching: ReadonlySet<string> = new Set([
  partPaths.script,
  partPaths.settings,
  partPaths.ca,
  `${unitDirectory}/${partPaths.unit}`,
]);

/**
 * The machine that a document makes, as far as documents tell: files, units and users, sorted as `mergeParts` does.
 * What only fetches a second part is left out: it is gone when the machine runs. Secrets, directories, downloads,
 * packages and images are not told apart from files.
 */
export function toMachine({ name, files, users, enabled, masked }: ReadParts): Machine {
  const kept = files.filter(({ path }) => !fetching.has(path));
  const units = kept.filter(({ path }) => path.startsWith(`${unitDirectory}/`));
  return {
    name,
    os: '',
    arch: 'amd64',
    networkRenderer: 'netplan',
    network: { addressing: 'dhcp', address: '', nameservers: [], searchDomains: [], routes: [] },
    files: sortBy(kept.filter((file) => !units.includes(file)).map(toFile), ({ path }) => path),
    directories: [],
    symlinks: [],
    units: toUnits(units, enabled, masked),
    users: sortBy(users, (user) => user.name),
    downloads: [],
    images: [],
    packages: [],
  };
}

function toFile({ path, bytes, mode, user, group }: ReadFile): MachineFile {
  const content = toText(bytes) ?? bytes;
  return { path, content, mode, user, group, secrets: [], from: readOrigin };
}

function toUnits(
  files: readonly ReadFile[],
  enabled: ReadonlySet<string>,
  masked: ReadonlySet<string>,
): MachineUnit[] {
  const units = new Map<string, MachineUnit>();
  const unitOf = (name: string): MachineUnit =>
    units.get(name) ?? {
      name,
      dropIns: [],
      enabled: masked.has(name) ? 'mask' : enabled.has(name),
      from: readOrigin,
    };
  for (const { path, bytes } of sortBy(files, (file) => file.path)) {
    const [name = '', dropIn] = path.slice(unitDirectory.length + 1).split('.d/');
    const content = toText(bytes) ?? '';
    const unit = unitOf(name);
    if (dropIn === undefined) units.set(name, { ...unit, content });
    else units.set(name, { ...unit, dropIns: [...unit.dropIns, { name: dropIn, content }] });
  }
  for (const name of [...enabled, ...masked]) {
    if (name !== partPaths.unit) units.set(name, unitOf(name));
  }
  return sortBy(units.values(), ({ name }) => name);
}
