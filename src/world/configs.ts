import { flagOf, type Process } from '../machine/process.ts';
import { readYaml } from '../text/read-yaml.ts';
import { listAt, textAt } from '../text/tree.ts';
import type { ConfigFile } from './config-references.ts';
import { hostPathOf } from './mounts.ts';
import type { World } from './world.ts';

/** The configuration file that a flag of the process names, when it is a text of the machine. */
export function configOf(
  world: Pick<World, 'places'>,
  process: Process,
  flag: string,
): ConfigFile | undefined {
  const path = flagOf(process, flag);
  return path === undefined ? undefined : fileOf(world, process, path);
}

/** The file at a path as the process sees it, when it is a text of the machine. */
export function fileOf(
  { places }: Pick<World, 'places'>,
  process: Process,
  path: string,
): ConfigFile | undefined {
  const host = hostPathOf(process, path)?.path;
  if (host === undefined) return undefined;
  const text = places.textAt(host);
  const from = places.at(host)?.from ?? process.from;
  return text === undefined ? undefined : { path, text, process, from };
}

/** The first document of a configuration in YAML. */
export function documentOf(file: ConfigFile | undefined): unknown {
  return file === undefined ? undefined : readYaml(file.text)?.[0];
}

/** The KubeletConfiguration that a kubelet reads. */
export function kubeletConfig(
  world: Pick<World, 'places'>,
  process: Process,
): { readonly file: ConfigFile | undefined; readonly document: unknown } {
  const file = configOf(world, process, 'config');
  return { file, document: documentOf(file) };
}

/** A kubeconfig’s current cluster and user. */
export interface KubeconfigFacts {
  readonly file: ConfigFile;
  readonly server: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** What a kubeconfig dials, trusts and shows: our kubeconfigs have one cluster and one user. */
export function kubeconfigFacts(file: ConfigFile): KubeconfigFacts {
  const document = documentOf(file);
  const first = (list: string) => listAt(document, list)[0];
  const ca = textAt(first('clusters'), 'cluster', 'certificate-authority');
  const certificate = textAt(first('users'), 'user', 'client-certificate');
  const key = textAt(first('users'), 'user', 'client-key');
  return {
    file,
    server: textAt(first('clusters'), 'cluster', 'server') ?? '',
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
}
