import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestArtifact, type ManifestNode, readManifest } from '../output/manifest.ts';
import { toWorldError, WorldError } from '../output/world-error.ts';
import { completeHeaders } from './answer-headers.ts';

/** One document, held ready. */
export interface Document {
  readonly file: string;
  readonly bytes: Buffer;
  readonly secret: boolean;
  /** Every header of the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is asked for often, and small, once more as Latin-1: Node writes headers and a text in one piece. */
  readonly text?: string;
  /** SHA-256 (hex) of the bearer token that may fetch this part of a split document. */
  readonly tokenSha256?: string;
}

/** A node and its documents, by file name and by SHA-256 (hex). */
export interface ShelfNode extends ManifestNode {
  readonly documents: ReadonlyMap<string, Document>;
}

/** Everything that is given away, in memory: no request waits for the disk. */
export interface Shelf {
  readonly cluster: string;
  readonly kubernetes: string;
  readonly nodes: ReadonlyMap<string, ShelfNode>;
}

const types: Readonly<Record<string, string>> = {
  'config.ign': 'application/vnd.coreos.ignition+json',
  'config.part.ign': 'application/vnd.coreos.ignition+json',
  'user-data.part.json': 'application/json',
};

/** The documents that a machine may ask for; `vendor-data` is empty, but cloud-init asks for it. */
export const documentNames = [
  'user-data',
  'meta-data',
  'vendor-data',
  'network-config',
  'config.ign',
  'user-data.part.json',
  'config.part.ign',
] as const;

/**
 * Reads `out/<cluster>/`. Throws a WorldError when it is no build's, or when a document is not the one that was built:
 * what does not match its SHA-256 is never served.
 */
export function loadShelf(directory: string): Shelf {
  const manifest = readManifest(directory);
  if (manifest === undefined) {
    throw new WorldError(`${directory} holds no manifest.json of a build`);
  }
  if (manifest.nodes === undefined) {
    throw new WorldError(`${directory} was built by an older clusterseed: run build again`);
  }
  const documents = new Map<string, Map<string, Document>>();
  for (const artifact of manifest.artifacts) {
    const file = artifact.path.slice(artifact.path.lastIndexOf('/') + 1);
    if (artifact.node === undefined || !isDocument(file)) continue;
    const known = documents.get(artifact.node) ?? new Map<string, Document>();
    const document = readDocument(directory, file, artifact);
    known.set(file, document).set(artifact.sha256, document);
    documents.set(artifact.node, known);
  }
  const nodes = manifest.nodes.map((node): [string, ShelfNode] => {
    const own = documents.get(node.name) ?? new Map<string, Document>();
    if (own.has('user-data')) own.set('vendor-data', emptyVendorData);
    return [node.name, { ...node, documents: own }];
  });
  return { cluster: manifest.cluster, kubernetes: manifest.kubernetes, nodes: new Map(nodes) };
}

const plainText = 'text/plain; charset=utf-8';

const emptyVendorData: Document = {
  file: 'vendor-data',
  bytes: Buffer.alloc(0),
  text: '',
  secret: false,
  headers: headersOf(plainText, 0),
};

function headersOf(type: string, size: number): Document['headers'] {
  return { ...completeHeaders(type, size), 'cache-control': 'no-store' };
}

function isDocument(file: string): boolean {
  return documentNames.some((name) => name === file);
}

function readDocument(directory: string, file: string, artifact: ManifestArtifact): Document {
  const path = join(directory, artifact.path);
  const bytes = readWhole(path);
  if (createHash('sha256').update(bytes).digest('hex') !== artifact.sha256) {
    throw new WorldError(`${path} was changed after it was built: run build again`);
  }
  const { secret, tokenSha256 } = artifact;
  const plain = bytes[0] === 0x1f ? 'application/gzip' : plainText;
  return {
    file,
    bytes,
    secret,
    headers: headersOf(types[file] ?? plain, bytes.length),
    ...(secret ? {} : { text: bytes.toString('latin1') }),
    ...(tokenSha256 === undefined ? {} : { tokenSha256 }),
  };
}

function readWhole(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}
