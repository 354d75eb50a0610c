import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Build, type BuildSource, type BuiltNode, builtNode, checkProfile } from '../index.ts';
import { type Manifest, type ManifestArtifact, readManifest } from './manifest.ts';
import { readRecord, recordName } from './profile-record.ts';
import { toWorldError, WorldError } from './world-error.ts';

/** Reads the build in `out/<cluster>`. A folder that holds none, or one that was tampered with, is a WorldError. */
export function readBuild(directory: string): Build {
  const manifest = readManifest(directory);
  if (manifest === undefined) {
    throw new WorldError(`${directory} holds no build (no manifest.json that can be read)`);
  }
  const source = sourceOf(directory);
  return {
    name: directory,
    nodes: new Map(nodesOf(directory, manifest).map((node) => [node.name, node])),
    fingerprints: manifest.secrets,
    rotations: manifest.rotations ?? {},
    ...(source === undefined ? {} : { source }),
  };
}

function nodesOf(directory: string, { artifacts, placement }: Manifest): BuiltNode[] {
  const byNode = Map.groupBy(
    artifacts.filter(({ node }) => node !== undefined),
    ({ node = '' }) => node,
  );
  const secretPaths = Map.groupBy(placement, ({ node }) => node);
  return [...byNode].map(([name, rows]) => {
    const files = new Map(rows.map((row) => [basename(row.path), readArtifact(directory, row)]));
    const paths = new Set((secretPaths.get(name) ?? []).map(({ path }) => path));
    return {
      ...builtNode(name, files, paths),
      read: reader(builtNode(name, files, paths), directory),
    };
  });
}

function reader({ name, read }: BuiltNode, directory: string): BuiltNode['read'] {
  return (format) => {
    try {
      return read(format);
    } catch (cause) {
      const where = join(directory, name);
      throw new WorldError(`${where} holds no ${format} document of clusterseed`, { cause });
    }
  };
}

function readArtifact(directory: string, { path }: ManifestArtifact): Uint8Array {
  const file = join(directory, path);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw toWorldError(`cannot read ${file}`, cause);
  }
}

/** What the build was made from, when this version can still read it. */
function sourceOf(directory: string): BuildSource | undefined {
  const record = readRecord(directory);
  if (record === undefined) return undefined;
  const { parsed, cluster } = checkProfile(record.name, record.texts);
  if (parsed === undefined || cluster === undefined) return undefined;
  return { parsed, cluster, shown: (file) => `${join(directory, recordName)}:${file}` };
}

/** Whether the path is a build's folder rather than a profile. */
export function isBuildFolder(path: string): boolean {
  try {
    return readManifest(path) !== undefined;
  } catch {
    return dirname(path) === path;
  }
}
