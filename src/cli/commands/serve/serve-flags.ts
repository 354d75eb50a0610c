import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isFolder } from '../../../output/make-folder.ts';
import { readManifest } from '../../../output/manifest.ts';
import { openProfile } from '../../../output/open-profile.ts';
import { WorldError } from '../../../output/world-error.ts';
import { refuseUsage } from '../../refuse-usage.ts';

/** Options of `serve` as commander gives them. */
export interface ServeFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly listen: string;
  readonly url?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly plainHttp?: boolean;
  readonly trustNetwork?: readonly string[];
  readonly state?: string;
  readonly adminTokenFile?: string;
  readonly mirror?: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly kernelArgs?: string;
  readonly quiet?: boolean;
}

/** Options of `serve arm`, with those of `serve`. */
export interface ArmFlags extends ServeFlags {
  readonly source?: string;
  readonly for: string;
}

/** The cluster's directory and where its server keeps things: beside it, so that no build removes them. */
export interface ServePlaces {
  readonly directory: string;
  readonly cluster: string;
  readonly state: string;
  readonly adminTokenFile: string;
}

/** Where the documents of `source` lie. Throws a WorldError when nothing was built there. */
export function findPlaces(source: string | undefined, flags: ServeFlags): ServePlaces {
  const directory = findDirectory(source, flags);
  const cluster = readManifest(directory)?.cluster;
  if (cluster === undefined) {
    throw new WorldError(`${directory} holds no manifest.json of a build`);
  }
  const beside = join(dirname(resolve(directory)), `${basename(resolve(directory))}.serve`);
  const { state = process.env.CLUSTERSEED_STATE, adminTokenFile } = flags;
  return {
    directory,
    cluster,
    state: state ?? `${beside}.db`,
    adminTokenFile: adminTokenFile ?? `${beside}.token`,
  };
}

function findDirectory(source: string | undefined, { out }: ServeFlags): string {
  if (source === undefined) return onlyCluster(out);
  if (isFolder(source)) return source;
  const { cluster } = openProfile({ profilePath: source, out });
  if (cluster !== undefined) return join(out, cluster.name);
  throw new WorldError(`${source} has mistakes: clusterseed check ${source} tells them`);
}

function onlyCluster(out: string): string {
  const names = isFolder(out) ? readdirSync(out) : [];
  const folders = names.filter((name) => isFolder(join(out, name)));
  const found = folders.filter((name) => readManifest(join(out, name)) !== undefined);
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return join(out, only);
  refuseUsage(
    only === undefined
      ? `${out} holds no cluster that was built: name a profile or a directory`
      : `${out} holds several clusters (${found.join(', ')}): name one`,
  );
}
