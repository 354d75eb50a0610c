import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Cluster,
  compileNodes,
  createCollector,
  listSecretValues,
  publicDocuments,
  type Secrets,
} from '../index.ts';
import type { TarEntry } from '../pack/tarball.ts';
import { type Manifest, type ManifestArtifact, readManifest } from './manifest.ts';
import { toWorldError, WorldError } from './world-error.ts';

/** What a bundle is made from: a cluster that was built just now into `directory`. */
export interface BundleInput {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly directory: string;
  readonly tool: { readonly name: string; readonly version: string };
}

/** How an artifact of the build stands in the bundle. */
type Content = 'whole' | 'redacted' | 'left out';

/** `manifest.json` of a bundle: the build's own, with the profile and the tool that made it. */
export type BundleManifest = Omit<Manifest, 'artifacts'> & {
  readonly kind: 'public' | 'complete';
  readonly tool: BundleInput['tool'];
  /** SHA-256 (hex) of each text that was compiled: the profile, what it extends and names. */
  readonly sources: Readonly<Record<string, string>>;
  readonly artifacts: readonly (ManifestArtifact & { readonly content: Content })[];
};

/**
 * The files of a bundle below a folder with the cluster's name: every artifact of the build, `manifest.json` and
 * `SHA256SUMS` (for `sha256sum -c`). `complete` has them as they are; `public` has every document as plain text with
 * its secrets redacted, and leaves out what is secret and no document. Throws when a secret would be in a public one.
 */
export function gatherBundle(input: BundleInput, kind: BundleManifest['kind']): TarEntry[] {
  const { cluster, directory } = input;
  const manifest = readManifest(directory);
  if (manifest === undefined)
    throw new WorldError(`${directory} holds no manifest.json of a build`);
  const redacted = kind === 'public' ? redactDocuments(input) : new Map<string, Uint8Array>();
  const files: TarEntry[] = [];
  const artifacts = manifest.artifacts.map((artifact) => {
    const hidden = redacted.get(artifact.path);
    const open = kind === 'complete' || !artifact.secret;
    const bytes = open ? readArtifact(directory, artifact) : hidden;
    if (bytes !== undefined) {
      const mode = kind === 'complete' && artifact.secret ? 0o600 : 0o644;
      files.push({ path: artifact.path, bytes, mode });
    }
    const content: Content = open ? 'whole' : hidden === undefined ? 'left out' : 'redacted';
    return { ...artifact, content };
  });
  const described: BundleManifest = {
    ...manifest,
    kind,
    tool: input.tool,
    sources: hashSources(cluster.sources),
    artifacts,
  };
  files.push(textFile('manifest.json', `${JSON.stringify(described, undefined, 2)}\n`));
  files.push(textFile('SHA256SUMS', checksumLines(files)));
  if (kind === 'public') refuseSecrets(files, input.secrets);
  return files.map((file) => ({ ...file, path: `${cluster.name}/${file.path}` }));
}

function redactDocuments({ cluster, secrets }: BundleInput): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const compiled of compileNodes(cluster, secrets, createCollector())) {
    for (const { path, bytes } of publicDocuments(compiled, cluster, secrets)) {
      found.set(path, bytes);
    }
  }
  return found;
}

function readArtifact(directory: string, { path, sha256 }: ManifestArtifact): Uint8Array {
  const file = join(directory, path);
  const bytes = readWhole(file);
  if (hash(bytes) === sha256) return bytes;
  throw new WorldError(`${file} was changed after it was built: run build again`);
}

function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw toWorldError(`cannot read ${path}`, cause);
  }
}

function hashSources(sources: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...sources].sort().map(([name, text]) => [name, hash(text)]));
}

function textFile(path: string, text: string): TarEntry {
  return { path, bytes: Buffer.from(text), mode: 0o644 };
}

function checksumLines(files: readonly TarEntry[]): string {
  return files
    .map(({ path, bytes }) => `${hash(bytes)}  ${path}\n`)
    .sort((a, b) => (a.slice(64) < b.slice(64) ? -1 : 1))
    .join('');
}

function refuseSecrets(files: readonly TarEntry[], secrets: Secrets): void {
  for (const { name, value } of listSecretValues(secrets)) {
    const spellings = [value, Buffer.from(value).toString('base64'), encodeURIComponent(value)];
    const found = files.find(({ bytes }) =>
      spellings.some((spelling) => Buffer.from(bytes).includes(spelling)),
    );
    if (found !== undefined) throw new Error(`${found.path} of a public bundle would hold ${name}`);
  }
}

function hash(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}
