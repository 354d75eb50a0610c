import type { Machine, MachineFile } from '../machine/model.ts';
import { readersOf } from './readers.ts';

/** What differs between two descriptions of one node. Empty lists: the node's documents are the same. */
export interface MachineChange {
  readonly node: string;
  /** Paths of files whose content, mode or owner differ, or that only one side has; sorted. */
  readonly files: readonly string[];
  /** Units whose text or state differ; sorted. */
  readonly units: readonly string[];
  /** Units and static pods (`static pod kube-apiserver`) that read what differs, sorted. */
  readonly restarts: readonly string[];
  /** Something beside files and units differs: users, directories, downloads, packages, images, the network. */
  readonly others: boolean;
}

/** What differs between two descriptions of one node, without asking who reads it. */
export function listDifferences(
  before: Machine,
  after: Machine,
): Pick<MachineChange, 'files' | 'units' | 'others'> {
  return {
    files: differing(before.files, after.files, ({ path }) => path, fileMark),
    units: differing(before.units, after.units, ({ name }) => name, unitMark),
    others: rest(before) !== rest(after),
  };
}

/** Compares two descriptions of one node; `after` decides who reads what, and `before` who read what is gone. */
export function compareMachines(before: Machine, after: Machine): MachineChange {
  const { files, units, others } = listDifferences(before, after);
  const readers = readersOf(after);
  const kept = new Set(after.files.map(({ path }) => path));
  const gone = files.filter((path) => !kept.has(path));
  const formerly = gone.length === 0 ? readers : readersOf(before);
  return {
    node: after.name,
    files,
    units,
    restarts: [
      ...new Set([
        ...units,
        ...files.flatMap((path) => (kept.has(path) ? readers : formerly)(path)),
      ]),
    ].sort(),
    others,
  };
}

/** Whether the node's documents are the same. */
export function isUnchanged({ files, units, others }: MachineChange): boolean {
  return files.length === 0 && units.length === 0 && !others;
}

function differing<Item>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
  markOf: (item: Item) => string,
): string[] {
  const known = new Map(before.map((item) => [nameOf(item), markOf(item)]));
  const wanted = new Map(after.map((item) => [nameOf(item), markOf(item)]));
  const names = new Set([...known.keys(), ...wanted.keys()]);
  return [...names].filter((name) => known.get(name) !== wanted.get(name)).sort();
}

function fileMark({ content, mode, user, group }: MachineFile): string {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('base64');
  return [mode, user, group, text].join('\n');
}

function unitMark({ content, dropIns, enabled }: Machine['units'][number]): string {
  return JSON.stringify([content, dropIns, enabled]);
}

/** Where an item came from in the profile does not count. */
function rest({ files: _files, units: _units, ...others }: Machine): string {
  return JSON.stringify(others, (key, value) => (key === 'from' ? undefined : value));
}
