import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster, Machine, Secrets } from '../../index.ts';
import {
  checkProfile,
  compileNodes,
  createCollector,
  parseSecrets,
  prepareSecrets,
} from '../../index.ts';
import { type BuildResult, buildProfile } from '../../output/build-profile.ts';
import { SmokeError } from '../smoke-error.ts';

/** What the lab lays over the profile: where files and images come from, and the checksums of our own builds. */
export interface LabMirror {
  readonly files: string;
  readonly images: string;
  readonly insecureImages: boolean;
  readonly only: boolean;
  readonly checksums: Readonly<Record<string, string>>;
}

/** A built cluster, as the lab boots it. */
export interface BuiltLab {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly directory: string;
  readonly documents: BuildResult['documents'];
}

/** The profile text that is laid over `name`. JSON is YAML. */
export function overlayText(name: string, mirror: LabMirror): string {
  return `${JSON.stringify({ version: 1, extends: name, mirror })}\n`;
}

/** The machines of a profile under this mirror: what they download and pull. Secrets are made up and dropped. */
export async function compileLabMachines(
  texts: ReadonlyMap<string, string>,
  name: string,
  mirror: LabMirror,
): Promise<Machine[]> {
  const sources = new Map(texts).set('(lab)', overlayText(name, mirror));
  const { cluster, diagnostics } = checkProfile('(lab)', sources);
  if (cluster === undefined) throw new SmokeError(firstMistake(diagnostics.all));
  const collector = createCollector();
  const prepared = await prepareSecrets({
    cluster,
    existing: undefined,
    now: new Date(),
    diagnostics: collector,
  });
  if (prepared === undefined) throw new SmokeError(firstMistake(collector.all));
  return [...compileNodes(cluster, prepared.secrets, collector)].map(({ machine }) => machine);
}

/** Builds the profile into `out` as `clusterseed build` does, with the lab's mirror laid over it when one is given. */
export async function buildLab(options: {
  readonly profilePath: string;
  readonly out: string;
  readonly secretsPath: string;
  readonly mirror?: LabMirror;
}): Promise<BuiltLab> {
  const { profilePath, out, secretsPath, mirror } = options;
  const result = await buildProfile({
    profilePath,
    out,
    secretsPath,
    now: new Date(),
    write: true,
    ...(mirror === undefined ? {} : { overlay: (name: string) => overlayText(name, mirror) }),
  });
  const { cluster, directory, documents } = result;
  if (cluster === undefined || directory === undefined) {
    throw new SmokeError(`the profile does not build: ${firstMistake(result.diagnostics)}`);
  }
  const text = await readFile(secretsPath, 'utf8');
  const diagnostics = createCollector();
  const secrets = parseSecrets(text, { cluster: cluster.name, file: secretsPath, diagnostics });
  if (secrets === undefined) throw new SmokeError(firstMistake(diagnostics.all));
  return { cluster, secrets, directory, documents };
}

/** The bytes of a file of a built node. */
export async function readDocument(directory: string, node: string, name: string): Promise<Buffer> {
  return await readFile(join(directory, node, name));
}

function firstMistake(
  list: readonly { readonly code: string; readonly message: string }[],
): string {
  const [first] = list;
  return first === undefined ? 'no reason was given' : `${first.code}: ${first.message}`;
}
