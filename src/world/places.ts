import type { Machine, MachineFile, Origin } from '../machine/model.ts';
import { unitDirectory } from '../machine/places.ts';

/** What is at a path of the machine. */
export interface Entry {
  readonly kind: 'file' | 'directory' | 'symlink' | 'download';
  readonly user: string;
  readonly group: string;
  readonly mode: number;
  readonly file?: MachineFile;
  readonly target?: string;
  /** Absent for directories that exist because something lies in them. */
  readonly from?: Origin;
}

/** Everything that the machine puts somewhere, by path. */
export interface Places {
  /** What is there, after following a symlink of the machine. */
  at(path: string): Entry | undefined;
  /** The text of the file there; undefined when it is no text file of the machine. */
  textAt(path: string): string | undefined;
}

const root = { user: 'root', group: 'root' } as const;
const directory: Entry = { kind: 'directory', ...root, mode: 0o755 };

/** Reads the places of a machine; directories above them are root’s, 0755, as both formats make them. */
export function readPlaces(machine: Machine): Places {
  const entries = new Map<string, Entry>();
  for (const { path, user, group, mode, from } of machine.directories) {
    entries.set(path, { kind: 'directory', user, group, mode, from });
  }
  for (const file of machine.files) {
    const { path, user, group, mode, from } = file;
    entries.set(path, { kind: 'file', user, group, mode, from, file });
  }
  for (const { path, target, from } of machine.symlinks) {
    entries.set(path, { kind: 'symlink', ...root, mode: 0o777, target, from });
  }
  for (const [path, mode, from] of [...unitsOf(machine), ...downloadsOf(machine)]) {
    entries.set(path, { kind: 'download', ...root, mode, from });
  }
  const done = new Set<string>();
  for (const path of [...entries.keys()]) addParents(path, entries, done);
  const at = (path: string): Entry | undefined => {
    const entry = entries.get(path);
    return entry?.target?.startsWith('/') ? (entries.get(entry.target) ?? entry) : entry;
  };
  return {
    at,
    textAt: (path) => {
      const content = at(path)?.file?.content;
      return typeof content === 'string' ? content : undefined;
    },
  };
}

/** Adds the directories above a path; those above one in `done` are there already. */
function addParents(path: string, entries: Map<string, Entry>, done: Set<string>): void {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const parent = path.slice(0, end);
    if (done.has(parent)) return;
    done.add(parent);
    if (!entries.has(parent)) entries.set(parent, directory);
  }
}

function unitsOf({ units }: Machine): [path: string, mode: number, from: Origin][] {
  return units.flatMap(({ name, content, from }) =>
    content === undefined
      ? []
      : [[`${unitDirectory}/${name}`, 0o644, from] as [string, number, Origin]],
  );
}

function downloadsOf({ downloads }: Machine): [path: string, mode: number, from: Origin][] {
  return downloads.flatMap(({ placement, from }) =>
    placement.kind === 'file'
      ? [[placement.path, placement.mode, from] as [string, number, Origin]]
      : Object.values(placement.members).map((name): [string, number, Origin] => [
          `${placement.directory}/${name}`,
          0o755,
          from,
        ]),
  );
}
