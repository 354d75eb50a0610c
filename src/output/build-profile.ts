import {
  type Cluster,
  type ClusterNode,
  type Collector,
  compileNodes,
  compileShared,
  createPackaging,
  fingerprintRotations,
  fingerprintSecrets,
  type PackageRequest,
  type Packaging,
  prepareSecrets,
  type Secrets,
} from '../index.ts';
import { compareSecrets } from './compare-secrets.ts';
import type { Manifest, ManifestNode, ManifestPlacement } from './manifest.ts';
import {
  type Findings,
  type OpenedProfile,
  type OpenedStore,
  type OpenOptions,
  openProfile,
  openSecrets,
} from './open-profile.ts';
import { recordProfile } from './profile-record.ts';
import { type Guide, keepGuide, settleReplacement } from './replace-nodes.ts';
import { saveStore, storeText } from './store.ts';
import { type OutputChanges, type OutputFile, writeOutput } from './write-output.ts';

/** What to build, where to, at which time. */
export interface BuildOptions extends OpenOptions {
  readonly now: Date;
  /** false: everything is checked, nothing is written. */
  readonly write: boolean;
  /** Warnings stop the build like errors. */
  readonly strict?: boolean;
  /** Machines that come back empty: a member of etcd among them gets the document of one that joins. */
  readonly replace?: readonly string[];
  /** No machine was ever booted: every member of etcd founds the cluster. */
  readonly neverRan?: boolean;
  /** Which platforms' packages are written beside the documents. */
  readonly packages?: PackageRequest;
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
export interface BuildResult extends Findings {
  readonly cluster?: Cluster;
  readonly secrets?: Secrets;
  readonly directory?: string;
  readonly documents: readonly DocumentSummary[];
  readonly secretsPath: string;
  /** Names of the secrets that were created in this run. */
  readonly secretsAdded: readonly string[];
  readonly changes?: OutputChanges;
  /** What to do for machines that are replaced or join; kept beside the documents when something was written. */
  readonly guide?: Guide;
}

type Outcome = Pick<
  BuildResult,
  'cluster' | 'secrets' | 'directory' | 'documents' | 'secretsAdded' | 'changes' | 'guide'
>;

interface Loaded extends OpenedStore {
  readonly now: Date;
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly added: readonly string[];
  /** What the store becomes; undefined when it stays as it is. */
  readonly newText: string | undefined;
  readonly guide: Guide | undefined;
}

/**
 * The whole way from a profile on disk to `out/<cluster>/`: reads, checks, completes the secrets, compiles
 * and writes. Input errors end with diagnostics and nothing written; a failing disk throws a WorldError.
 */
export async function buildProfile(options: BuildOptions): Promise<BuildResult> {
  const profile = openProfile(options);
  const outcome =
    profile.cluster && !stops(profile.diagnostics, options)
      ? await buildCluster(profile.cluster, profile, options)
      : undefined;
  return {
    ...profile.findings(),
    secretsPath: profile.secretsPath,
    documents: [],
    secretsAdded: [],
    ...outcome,
  };
}

function stops(diagnostics: Collector, { strict }: BuildOptions): boolean {
  return diagnostics.hasErrors() || (strict === true && diagnostics.all.length > 0);
}

async function buildCluster(
  cluster: Cluster,
  profile: OpenedProfile,
  options: BuildOptions,
): Promise<Outcome | undefined> {
  const { diagnostics } = profile;
  const loaded = await loadSecrets(cluster, profile, options);
  if (loaded === undefined || stops(diagnostics, options)) return undefined;
  const { directory, previous, store, newText } = loaded;
  const documents: DocumentSummary[] = [];
  const placement: ManifestPlacement[] = [];
  const record = recordProfile(profile.sources);
  const { packages = {} } = options;
  const packaging = createPackaging(cluster, loaded.secrets, packages, diagnostics);
  const files = compileFiles(loaded, diagnostics, { documents, placement }, [record], packaging);
  const { secrets, added: secretsAdded } = loaded;
  const { guide } = loaded;
  const outcome = {
    ...{ cluster, secrets, directory, documents, secretsAdded },
    ...(guide && { guide }),
  };
  if (!options.write) {
    drain(files);
    return stops(diagnostics, options) ? undefined : outcome;
  }
  const changes = writeOutput(directory, previous, files, (artifacts) => {
    if (stops(diagnostics, options)) return undefined;
    if (newText !== undefined) saveStore(store, newText);
    return { ...describe(loaded), placement, artifacts };
  });
  if (changes && guide) keepGuide(guide);
  return changes && { ...outcome, changes };
}

async function loadSecrets(
  cluster: Cluster,
  profile: OpenedProfile,
  options: BuildOptions,
): Promise<Loaded | undefined> {
  const { diagnostics, secretsPath: file } = profile;
  const opened = await openSecrets(cluster, profile, options);
  if (opened === undefined) return undefined;
  const { previous, store, secrets: existing } = opened;
  if (previous !== undefined) compareSecrets(previous, existing, { file, diagnostics });
  if (diagnostics.hasErrors()) return undefined;
  const { now } = options;
  const prepared = await prepareSecrets({ cluster, existing, now, diagnostics });
  if (prepared === undefined) return undefined;
  const { added } = prepared;
  const aftercare = { replace: options.replace ?? [], neverRan: options.neverRan === true };
  const settled = settleReplacement({ ...opened, cluster, file, diagnostics }, prepared, aftercare);
  if (diagnostics.hasErrors()) return undefined;
  const { secrets, guide } = settled;
  const newText = secrets === existing ? undefined : await storeText(store, secrets);
  return { ...opened, now, cluster, secrets, added, newText, guide };
}

/** What is told of the files as they come. */
interface Rows {
  readonly documents: DocumentSummary[];
  readonly placement: ManifestPlacement[];
}

function* compileFiles(
  { cluster, secrets, now }: Loaded,
  diagnostics: Collector,
  { documents, placement }: Rows,
  kept: readonly OutputFile[],
  packaging: Packaging,
): Generator<OutputFile> {
  for (const compiled of compileNodes(cluster, secrets, diagnostics, now)) {
    const { node, machine, artifacts } = compiled;
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
    yield* packaging.addNode(compiled);
  }
  yield* packaging.finish();
  for (const shared of compileShared(cluster, secrets)) {
    const { path, certificate, why } = shared;
    placement.push({ node: 'person', secret: `certificate/${certificate}`, path, why });
    yield shared;
  }
  yield* kept;
}

function tokenRow(node: string): ManifestPlacement {
  const why = 'its document fetches the second part with it';
  return { node, secret: `part-token/${node}`, path: '(boot document)', why };
}

function describeNode({ name, roles, address, mac, uuid, serial }: ClusterNode): ManifestNode {
  return {
    name,
    roles,
    address,
    ...(mac === undefined ? {} : { mac }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(serial === undefined ? {} : { serial }),
  };
}

function describe({ cluster, secrets }: Loaded): Omit<Manifest, 'placement' | 'artifacts'> {
  const rotations = fingerprintRotations(secrets);
  return {
    version: 1,
    cluster: cluster.name,
    kubernetes: cluster.version,
    secrets: fingerprintSecrets(secrets),
    ...(rotations === undefined ? {} : { rotations }),
    nodes: cluster.nodes.map(describeNode),
  };
}

function drain(files: Iterable<OutputFile>): void {
  const iterator = files[Symbol.iterator]();
  while (!iterator.next().done);
}
