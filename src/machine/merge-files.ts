import type { Collector } from '../diagnostics/collector.ts';
import { sameContent } from '../text/bytes.ts';
import { sortBy } from '../text/compare.ts';
import type { MachineDirectory, MachineFile, MachineSymlink, Origin, SecretUse } from './model.ts';
import { unite } from './unite.ts';

interface Placed {
  readonly path: string;
  readonly from: Origin;
}

/** Files by path; equal ones unite their reasons for secrets. Raises machine/file-conflict. */
export function uniteFiles(files: readonly MachineFile[], diagnostics: Collector): MachineFile[] {
  return unite(files, pathOf, (kept, later) => {
    if (!sameFile(kept, later)) reportConflict(kept, later, diagnostics);
    return { ...kept, secrets: uniteSecrets(kept.secrets, later.secrets) };
  });
}

/** Directories by path. Raises machine/file-conflict. */
export function uniteDirectories(
  directories: readonly MachineDirectory[],
  diagnostics: Collector,
): MachineDirectory[] {
  return unite(directories, pathOf, (kept, later) => {
    if (!sameAccess(kept, later)) reportConflict(kept, later, diagnostics);
    return kept;
  });
}

/** Symlinks by path. Raises machine/file-conflict. */
export function uniteSymlinks(
  symlinks: readonly MachineSymlink[],
  diagnostics: Collector,
): MachineSymlink[] {
  return unite(symlinks, pathOf, (kept, later) => {
    if (kept.target !== later.target) reportConflict(kept, later, diagnostics);
    return kept;
  });
}

function pathOf(item: Placed): string {
  return item.path;
}

function sameFile(a: MachineFile, b: MachineFile): boolean {
  return sameAccess(a, b) && sameContent(a.content, b.content);
}

type Access = Pick<MachineDirectory, 'mode' | 'user' | 'group'>;

function sameAccess(a: Access, b: Access): boolean {
  return a.mode === b.mode && a.user === b.user && a.group === b.group;
}

function uniteSecrets(first: readonly SecretUse[], second: readonly SecretUse[]): SecretUse[] {
  const known = new Map([...second, ...first].map((use) => [`${use.secret}\n${use.why}`, use]));
  return sortBy(known, ([key]) => key).map(([, use]) => use);
}

function reportConflict(kept: Placed, later: Placed, diagnostics: Collector): void {
  diagnostics.report('machine/file-conflict', later.from.path, {
    path: later.path,
    first: kept.from.component,
    second: later.from.component,
  });
}
