import { createHash } from 'node:crypto';
import { isNetworkFile } from '../change/node-network.ts';
import { readersOf } from '../change/readers.ts';
import type { Machine, MachineFile } from '../machine/model.ts';
import { unitAt, unitDirectory } from '../machine/places.ts';
import { type Redaction, redactMachine } from '../machine/redact.ts';
import { toText } from '../text/bytes.ts';
import { unifiedDiff } from '../text/unified-diff.ts';
import { describeCertificates } from './describe-certificates.ts';
import type { FileDiff } from './node-diff.ts';

/** What must not be shown of two machines. */
export interface Hidden {
  /** Files that hold a secret of the store, on one side or the other. */
  readonly secretPaths: ReadonlySet<string>;
  readonly redactions: readonly Redaction[];
}

/** Files of ours that others may not read and that hold no secret. */
const closedButPublic =
  /^\/etc\/kubernetes\/(?:manifests\/kube-(?:apiserver|controller-manager|scheduler)\.yaml|kubelet\.yaml)$/;

/**
 * How the files and units of the given paths differ. A secret shows as its fingerprint; a file that others may not read
 * and that is no known one of ours is the person's own and shows nothing: what little it holds could be guessed.
 */
export function diffFiles(
  [before, after]: readonly [Machine, Machine],
  paths: readonly string[],
  hidden: Hidden,
): Omit<FileDiff, 'causes'>[] {
  const readers = [readersOf(before), readersOf(after)] as const;
  const full = [before, after].map((machine) => pick(machine, paths)) as [Machine, Machine];
  const [oldFiles, newFiles] = full.map(filesByPath) as [FileMap, FileMap];
  const [oldTexts, newTexts] = full.map((machine) =>
    filesByPath(redactMachine(machine, hidden.redactions)),
  ) as [FileMap, FileMap];
  return paths.map((path) => {
    const unit = unitAt(path);
    const [old, now] = [oldFiles.get(path), newFiles.get(path)];
    const secret = isSecret(path, [old, now], hidden);
    const access = [old, now].map(accessOf) as [string, string];
    const content = secret
      ? fingerprintsOf(path, [old, now], hidden)
      : linesOf([oldTexts.get(path), newTexts.get(path)]);
    return {
      path,
      change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
      readers: unit === undefined ? (now === undefined ? readers[0] : readers[1])(path) : [unit],
      ...(old && now && access[0] !== access[1] ? { access } : {}),
      ...content,
    };
  });
}

type FileMap = ReadonlyMap<string, MachineFile>;
type Two<Value> = readonly [Value | undefined, Value | undefined];

function pick(machine: Machine, paths: readonly string[]): Machine {
  const wanted = new Set(paths);
  return {
    ...machine,
    files: [...machine.files, ...unitFiles(machine)].filter(({ path }) => wanted.has(path)),
    units: [],
    users: [],
  };
}

/** Paths of the files that a unit is made of, and of a line that tells whether it is enabled. */
export function unitFiles({ units }: Pick<Machine, 'units'>): MachineFile[] {
  return units.flatMap(({ name, content = '', dropIns, enabled, from }) => {
    const rest = { mode: 0o644, user: 'root', group: 'root', secrets: [], from };
    const state = enabled === 'mask' ? '# masked\n' : enabled ? '' : '# not enabled\n';
    return [
      { path: `${unitDirectory}/${name}`, content: `${content}${state}`, ...rest },
      ...dropIns.map((dropIn) => ({
        path: `${unitDirectory}/${name}.d/${dropIn.name}`,
        content: dropIn.content,
        ...rest,
      })),
    ].filter((file) => file.content !== '' || content !== '');
  });
}

function filesByPath({ files }: Machine): FileMap {
  return new Map(files.map((file) => [file.path, file]));
}

function accessOf(file: MachineFile | undefined): string {
  if (file === undefined) return '';
  return `${file.mode.toString(8).padStart(4, '0')} ${file.user}:${file.group}`;
}

function isSecret(path: string, files: Two<MachineFile>, { secretPaths }: Hidden): boolean {
  if (secretPaths.has(path)) return true;
  if (closedButPublic.test(path) || isNetworkFile(path)) return false;
  return files.some((file) => file !== undefined && (file.mode & 0o004) === 0 && !isSudoRule(path));
}

function isSudoRule(path: string): boolean {
  return path.startsWith('/etc/sudoers.d/90-clusterseed-');
}

function fingerprintsOf(
  path: string,
  [old, now]: Two<MachineFile>,
  { secretPaths }: Hidden,
): Pick<FileDiff, 'fingerprints'> {
  if (!secretPaths.has(path)) return {};
  return {
    fingerprints: {
      ...(old === undefined ? {} : { before: fingerprint(old) }),
      ...(now === undefined ? {} : { after: fingerprint(now) }),
    },
  };
}

function fingerprint({ content }: MachineFile): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

function linesOf([old, now]: Two<MachineFile>): Pick<FileDiff, 'lines'> {
  const [before, after] = [old, now].map((file) => toText(file?.content ?? ''));
  if (before === undefined || after === undefined) return {};
  return { lines: unifiedDiff(describeCertificates(before), describeCertificates(after)) };
}
