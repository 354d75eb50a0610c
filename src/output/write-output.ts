import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.ts';
import { isFolder, makeFolder } from './make-folder.ts';
import type { Manifest, ManifestArtifact } from './manifest.ts';
import { errorCode, toWorldError } from './world-error.ts';
import { writeWhole } from './write-whole.ts';

/** A file to write below the cluster's output directory. */
export interface OutputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly secret: boolean;
  readonly node?: string;
  readonly tokenSha256?: string;
}

/** What a build did to the output directory, by relative path. */
export interface OutputChanges {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

interface Staged {
  readonly entry: ManifestArtifact;
  readonly staged: string | undefined;
  readonly existed: boolean;
}

/**
 * Writes `files` below `directory`, one at a time as they come, and `manifest.json` last.
 * Changed files wait in a staging directory until `finish` returns the manifest, so that a failure
 * (or `undefined` from `finish`) leaves everything as it was. Files whose bytes and mode are right are not
 * touched; files that the previous manifest lists and this build lacks are removed.
 */
export function writeOutput(
  directory: string,
  previous: Manifest | undefined,
  files: Iterable<OutputFile>,
  finish: (artifacts: readonly ManifestArtifact[]) => Manifest | undefined,
): OutputChanges | undefined {
  const existed = isFolder(directory);
  try {
    makeFolder(directory);
    return withLock(join(directory, '.lock'), () =>
      stageAndCommit(directory, previous, files, finish),
    );
  } catch (cause) {
    throw toWorldError(`cannot write to ${directory}`, cause);
  } finally {
    if (!existed) removeIfEmpty(directory);
  }
}

function stageAndCommit(
  directory: string,
  previous: Manifest | undefined,
  files: Iterable<OutputFile>,
  finish: (artifacts: readonly ManifestArtifact[]) => Manifest | undefined,
): OutputChanges | undefined {
  const staging = join(directory, '.staging');
  try {
    rmSync(staging, { recursive: true, force: true });
    mkdirSync(staging, { mode: 0o700 });
    const staged = stageFiles(directory, staging, files);
    const manifest = finish(staged.map(({ entry }) => entry));
    return manifest && commit(directory, staged, previous, manifest);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function stageFiles(directory: string, staging: string, files: Iterable<OutputFile>): Staged[] {
  const result: Staged[] = [];
  for (const file of files) {
    const { path, bytes, mode, secret, node, tokenSha256 } = file;
    const before = readExisting(join(directory, path));
    const same = before !== undefined && before.mode === mode && before.bytes.equals(bytes);
    const staged = same ? undefined : join(staging, String(result.length));
    if (staged !== undefined) {
      writeFileSync(staged, bytes, { mode });
      chmodSync(staged, mode);
    }
    const entry = {
      path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      mode: mode.toString(8).padStart(4, '0'),
      secret,
      ...(node === undefined ? {} : { node }),
      ...(tokenSha256 === undefined ? {} : { tokenSha256 }),
    };
    result.push({ entry, staged, existed: before !== undefined });
  }
  return result;
}

function commit(
  directory: string,
  staged: readonly Staged[],
  previous: Manifest | undefined,
  manifest: Manifest,
): OutputChanges {
  const created: string[] = [];
  const changed: string[] = [];
  for (const { entry, staged: from, existed } of staged) {
    if (from === undefined) continue;
    const target = join(directory, entry.path);
    makeFolder(dirname(target));
    renameSync(from, target);
    (existed ? changed : created).push(entry.path);
  }
  const kept = new Set(manifest.artifacts.map(({ path }) => path));
  const removed = (previous?.artifacts ?? [])
    .map(({ path }) => path)
    .filter((path) => !kept.has(path));
  for (const path of removed) removeStale(directory, path);
  writeManifest(directory, manifest);
  return { created, changed, removed, unchanged: staged.length - created.length - changed.length };
}

function writeManifest(directory: string, manifest: Manifest): void {
  const bytes = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  const path = join(directory, 'manifest.json');
  if (readExisting(path)?.bytes.equals(bytes)) return;
  writeWhole(path, bytes, { mode: 0o644 });
}

function removeStale(directory: string, path: string): void {
  if (path.split('/').includes('..')) return;
  rmSync(join(directory, path), { force: true });
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    removeIfEmpty(join(directory, above));
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch (cause) {
    if (!['ENOTEMPTY', 'ENOENT', 'EEXIST'].includes(errorCode(cause) ?? '')) throw cause;
  }
}

function readExisting(path: string): { readonly bytes: Buffer; readonly mode: number } | undefined {
  try {
    return { bytes: readFileSync(path), mode: statSync(path).mode & 0o777 };
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '')) return undefined;
    throw cause;
  }
}
