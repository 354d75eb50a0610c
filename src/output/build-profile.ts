import { join } from 'node:path';
import {
  type Cluster,
  type Collector,
  checkProfile,
  compileNodes,
  compileShared,
  type Diagnostic,
  fingerprintSecrets,
  listReferences,
  locateAll,
  parseSecrets,
  prepareSecrets,
  type Secrets,
  serializeSecrets,
} from '../index.ts';
import { compareSecrets } from './compare-secrets.ts';
import { withLock } from './lock.ts';
import { type Manifest, type ManifestPlacement, readManifest } from './manifest.ts';
import { type ProfileSources, readSources } from './read-sources.ts';
import { readSecretsFile, secretsPathOf, writeSecretsFile } from './secrets-file.ts';
import { type OutputChanges, type OutputFile, writeOutput } from './write-output.ts';

/** What to build, where to, at which time. */
export interface BuildOptions {
  readonly profilePath: string;
  /** Directory that holds a directory per cluster. */
  readonly out: string;
  readonly secretsPath?: string;
  readonly now: Date;
  /** Certificate ids to issue anew on purpose. */
  readonly reissue?: readonly string[];
  /** false: everything is checked, nothing is written. */
  readonly write: boolean;
  /** A profile text to lay over this one (it is given the name to extend); for the smoke test's lab. */
  readonly overlay?: (name: string) => string;
  /** Warnings stop the build like errors. */
  readonly strict?: boolean;
}

/** One line of the summary: a document of a node, its size as the platform counts it, and the limit. */
export interface DocumentSummary {
  readonly node: string;
  readonly roles: readonly string[];
  readonly format: string;
  readonly path: string;
  readonly size: number;
  readonly limit?: number;
}

/** The outcome of a build; `cluster` and `changes` are absent when the input has errors. */
export interface BuildResult {
  /** What was found, with positions; file names as a person reaches them from here. */
  readonly diagnostics: readonly Diagnostic[];
  /** The sources by the same file names. */
  readonly texts: ReadonlyMap<string, string>;
  readonly cluster?: Cluster;
  readonly secrets?: Secrets;
  readonly directory?: string;
  readonly documents: readonly DocumentSummary[];
  readonly secretsPath: string;
  /** Names of the secrets that were created in this run. */
  readonly secretsAdded: readonly string[];
  readonly changes?: OutputChanges;
}

type Outcome = Pick<
  BuildResult,
  'cluster' | 'secrets' | 'directory' | 'documents' | 'secretsAdded' | 'changes'
>;

interface Loaded {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly secretsText: string | undefined;
  readonly added: readonly string[];
}

/**
 * The whole way from a profile on disk to `out/<cluster>/`: reads, checks, completes the secrets, compiles
 * and writes. Input errors end with diagnostics and nothing written; a failing disk throws a WorldError.
 */
export async function buildProfile(options: BuildOptions): Promise<BuildResult> {
  const sources = withOverlay(readSources(options.profilePath, listReferences), options.overlay);
  const checked = checkProfile(sources.name, sources.texts);
  const { parsed, diagnostics } = checked;
  const secretsPath = options.secretsPath ?? secretsPathOf(options.profilePath);
  const outcome =
    checked.cluster && !stops(diagnostics, options)
      ? await buildCluster(checked.cluster, diagnostics, { ...options, secretsPath })
      : undefined;
  const shown = (file: string) => join(sources.directory, file);
  const located = locateAll(diagnostics.all, (path, onKey) => parsed?.locate(path, onKey));
  return {
    diagnostics: located.map((diagnostic) =>
      diagnostic.span === undefined
        ? diagnostic
        : { ...diagnostic, span: { ...diagnostic.span, file: shown(diagnostic.span.file) } },
    ),
    texts: new Map([...sources.texts].map(([name, text]) => [shown(name), text])),
    secretsPath,
    documents: [],
    secretsAdded: [],
    ...outcome,
  };
}

function withOverlay(sources: ProfileSources, overlay: BuildOptions['overlay']): ProfileSources {
  if (overlay === undefined) return sources;
  const name = '(lab)';
  const texts = new Map(sources.texts).set(name, overlay(sources.name));
  return { ...sources, name, texts };
}

function stops(diagnostics: Collector, { strict }: BuildOptions): boolean {
  return diagnostics.hasErrors() || (strict === true && diagnostics.all.length > 0);
}

async function buildCluster(
  cluster: Cluster,
  diagnostics: Collector,
  options: BuildOptions & { readonly secretsPath: string },
): Promise<Outcome | undefined> {
  const directory = join(options.out, cluster.name);
  const previous = readManifest(directory);
  const loaded = await loadSecrets(cluster, previous, options, diagnostics);
  if (loaded === undefined || stops(diagnostics, options)) return undefined;
  const documents: DocumentSummary[] = [];
  const placement: ManifestPlacement[] = [];
  const files = compileFiles(loaded, diagnostics, documents, placement);
  const { secrets, added: secretsAdded } = loaded;
  const outcome = { cluster, secrets, directory, documents, secretsAdded };
  if (!options.write) {
    drain(files);
    return stops(diagnostics, options) ? undefined : outcome;
  }
  const changes = writeOutput(directory, previous, files, (artifacts) => {
    if (stops(diagnostics, options)) return undefined;
    storeSecrets(loaded, options.secretsPath);
    return { ...describe(loaded), placement, artifacts };
  });
  return changes && { ...outcome, changes };
}

async function loadSecrets(
  cluster: Cluster,
  previous: Manifest | undefined,
  options: BuildOptions & { readonly secretsPath: string },
  diagnostics: Collector,
): Promise<Loaded | undefined> {
  const { secretsPath: file, reissue = [], now } = options;
  const secretsText = readSecretsFile(file);
  const stored =
    secretsText === undefined
      ? undefined
      : parseSecrets(secretsText, { cluster: cluster.name, file, diagnostics });
  if (diagnostics.hasErrors()) return undefined;
  const existing = stored && withoutCertificates(stored, reissue);
  if (previous !== undefined) {
    const current = existing === undefined ? {} : fingerprintSecrets(existing);
    compareSecrets(previous, current, { file, reissue, diagnostics });
  }
  if (diagnostics.hasErrors()) return undefined;
  const prepared = await prepareSecrets({ cluster, existing, now, diagnostics });
  return prepared && { cluster, secrets: prepared.secrets, secretsText, added: prepared.added };
}

function withoutCertificates(secrets: Secrets, ids: readonly string[]): Secrets {
  const certificates = Object.fromEntries(
    Object.entries(secrets.certificates).filter(([id]) => !ids.includes(id)),
  );
  return { ...secrets, certificates };
}

function* compileFiles(
  { cluster, secrets }: Loaded,
  diagnostics: Collector,
  documents: DocumentSummary[],
  placement: ManifestPlacement[],
): Generator<OutputFile> {
  for (const { node, machine, artifacts } of compileNodes(cluster, secrets, diagnostics)) {
    for (const file of machine.files) {
      for (const { secret, why } of file.secrets) {
        placement.push({ node: node.name, secret, path: file.path, why });
      }
    }
    for (const { format, path, encodedSize, limit, tokenSha256 } of artifacts) {
      if (tokenSha256 !== undefined) placement.push(tokenRow(node.name));
      if (format === undefined) continue;
      const row = { node: node.name, roles: node.roles, format, path, size: encodedSize };
      documents.push(limit === undefined ? row : { ...row, limit });
    }
    yield* artifacts;
  }
  for (const shared of compileShared(cluster, secrets)) {
    const { path, certificate, why } = shared;
    placement.push({ node: 'person', secret: `certificate/${certificate}`, path, why });
    yield shared;
  }
}

function tokenRow(node: string): ManifestPlacement {
  const why = 'its document fetches the second part with it';
  return { node, secret: `part-token/${node}`, path: '(boot document)', why };
}

function storeSecrets({ secrets, secretsText, added }: Loaded, path: string): void {
  if (added.length === 0) return;
  const text = serializeSecrets(secrets);
  withLock(`${path}.lock`, () => writeSecretsFile(path, text, secretsText));
}

function describe({ cluster, secrets }: Loaded): Omit<Manifest, 'placement' | 'artifacts'> {
  return {
    version: 1,
    cluster: cluster.name,
    kubernetes: cluster.version,
    secrets: fingerprintSecrets(secrets),
  };
}

function drain(files: Iterable<OutputFile>): void {
  const iterator = files[Symbol.iterator]();
  while (!iterator.next().done);
}
