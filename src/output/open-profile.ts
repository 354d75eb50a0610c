import { join } from 'node:path';
import {
  type AcceptedDiagnostic,
  type CheckedProfile,
  type Cluster,
  type Collector,
  checkProfile,
  type Diagnostic,
  listReferences,
  locateAll,
  parseSecrets,
  type Secrets,
} from '../index.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type ProfileSources, readSources } from './read-sources.ts';
import { secretsPathOf } from './secrets-file.ts';
import { openStore, type Store } from './store.ts';

/** Which profile, which secrets, where its documents are. */
export interface OpenOptions {
  readonly profilePath: string;
  /** Directory that holds a directory per cluster. */
  readonly out: string;
  readonly secretsPath?: string;
  /** File with the age identity that decrypts the secrets; without it the environment is asked. */
  readonly identityFile?: string;
  /** A profile text to lay over this one (it is given the name to extend); for the smoke test's lab. */
  readonly overlay?: (name: string) => string;
}

/** What was found, with positions; file names as a person reaches them from here. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** The warnings that the profile accepts. */
  readonly accepted: readonly AcceptedDiagnostic[];
  /** The sources by the same file names. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A profile that was read and checked. `cluster` is absent when it has errors. */
export interface OpenedProfile {
  readonly cluster: Cluster | undefined;
  readonly diagnostics: Collector;
  readonly secretsPath: string;
  readonly parsed: CheckedProfile['parsed'];
  readonly sources: ProfileSources;
  /** A source's name as a person reaches it from here. */
  shown(file: string): string;
  /** All that was found so far. */
  findings(): Findings;
}

/** A profile without errors with its secrets and the manifest of its last build. */
export interface OpenedStore {
  readonly store: Store;
  /** Undefined when there is no secrets file yet. */
  readonly secrets: Secrets | undefined;
  readonly previous: Manifest | undefined;
  /** `out/<cluster>`. */
  readonly directory: string;
}

/** Reads and checks a profile on disk. A failing disk throws a WorldError. */
export function openProfile(options: OpenOptions): OpenedProfile {
  const sources = withOverlay(readSources(options.profilePath, listReferences), options.overlay);
  const { parsed, cluster, diagnostics } = checkProfile(sources.name, sources.texts);
  const shown = (file: string) => join(sources.directory, file);
  return {
    cluster,
    diagnostics,
    parsed,
    sources,
    shown,
    secretsPath: options.secretsPath ?? secretsPathOf(options.profilePath),
    findings: () => locateFindings(sources, { parsed, diagnostics }),
  };
}

/** What was found, with the files named as a person reaches them from here. */
export function locateFindings(
  { directory, texts }: Pick<ProfileSources, 'directory' | 'texts'>,
  { parsed, diagnostics }: Pick<CheckedProfile, 'parsed' | 'diagnostics'>,
): Findings {
  const shown = (file: string) => join(directory, file);
  const place = <Found extends Diagnostic>(list: readonly Found[]): Found[] =>
    locateAll(list, (path, onKey) => parsed?.locate(path, onKey)).map((found) =>
      found.span === undefined
        ? found
        : { ...found, span: { ...found.span, file: shown(found.span.file) } },
    );
  return {
    diagnostics: place(diagnostics.all),
    accepted: place(diagnostics.accepted),
    texts: new Map([...texts].map(([name, text]) => [shown(name), text])),
  };
}

/** Reads the secrets of a cluster. Undefined after an error, which is among the profile's diagnostics. */
export async function openSecrets(
  cluster: Cluster,
  { diagnostics, secretsPath: file }: OpenedProfile,
  { out, identityFile }: OpenOptions,
): Promise<OpenedStore | undefined> {
  const directory = join(out, cluster.name);
  const previous = readManifest(directory);
  const store = await openStore(file, identityFile);
  const secrets =
    store.text === undefined
      ? undefined
      : parseSecrets(store.text, { cluster: cluster.name, file, diagnostics });
  if (store.text !== undefined && secrets === undefined) return undefined;
  return { store, secrets, previous, directory };
}

function withOverlay(sources: ProfileSources, overlay: OpenOptions['overlay']): ProfileSources {
  if (overlay === undefined) return sources;
  const name = '(lab)';
  const texts = new Map(sources.texts).set(name, overlay(sources.name));
  return { ...sources, name, texts };
}
