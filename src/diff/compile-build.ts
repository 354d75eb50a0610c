import { createHash } from 'node:crypto';
import { type CompiledNode, compileNodes } from '../compile.ts';
import type { Collector } from '../diagnostics/collector.ts';
import { type DocumentFiles, formatsOf, readDocuments } from '../pack/read-documents.ts';
import { fingerprintRotations, fingerprintSecrets } from '../pki/fingerprints.ts';
import type { Build, BuildSource, BuiltNode } from './build.ts';

/** The build that a profile and its secrets give now, held in memory. Raises what `compileNodes` raises. */
export function compileBuild(
  name: string,
  source: BuildSource & Required<Pick<BuildSource, 'secrets'>>,
  diagnostics: Collector,
): Build {
  const { cluster, secrets } = source;
  return collectBuild(name, source, compileNodes(cluster, secrets, diagnostics));
}

/** The build that compiled nodes make. */
export function collectBuild(
  name: string,
  source: BuildSource & Required<Pick<BuildSource, 'secrets'>>,
  compiled: Iterable<CompiledNode>,
): Build {
  const { secrets } = source;
  const nodes = new Map<string, BuiltNode>();
  for (const each of compiled) nodes.set(each.node.name, toBuiltNode(each));
  const rotations = fingerprintRotations(secrets) ?? {};
  return { name, nodes, fingerprints: fingerprintSecrets(secrets), rotations, source };
}

function toBuiltNode({ node, machine, artifacts }: CompiledNode): BuiltNode {
  const files = artifacts.map(({ path, bytes }) => [baseName(path), bytes] as const);
  const secret = machine.files.filter(({ secrets }) => secrets.length > 0);
  return builtNode(node.name, new Map(files), new Set(secret.map(({ path }) => path)));
}

/** A node from its documents by file name. */
export function builtNode(
  name: string,
  files: DocumentFiles,
  secretPaths: ReadonlySet<string>,
): BuiltNode {
  const hash = createHash('sha256');
  for (const [file, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return {
    name,
    digest: hash.digest('hex'),
    formats: formatsOf(files),
    secretPaths,
    read: (format) => readDocuments(name, files, format),
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
