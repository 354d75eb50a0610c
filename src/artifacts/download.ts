import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import type { Architecture } from '../profile/schema/names.ts';
import { type ArtifactName, releases } from './catalogue.ts';
import { findChecksum } from './checksums.ts';
import { artifactVersion } from './versions.ts';

/** One checked download; `Placement` and `Origin` are those of machine/model.ts. */
export interface PlacedDownload<Placement, Origin> {
  readonly name: ArtifactName;
  readonly version: string;
  readonly urls: readonly string[];
  readonly sha256: string;
  readonly placement: Placement;
  readonly from: Origin;
}

/**
 * The download of `name` for `node`, in the version that the cluster uses. URLs: the profile's mirrors in their
 * order, then, unless `mirror.only` says no, the official address. An unknown checksum has been refused before by
 * `checkArtifacts` (artifacts/unknown-checksum); here it is the hash of nothing, which no download satisfies.
 */
export function downloadOf<Placement, Origin>(
  cluster: Pick<Cluster, 'version' | 'etcdVersion' | 'profile'>,
  node: Pick<ClusterNode, 'arch'>,
  name: ArtifactName,
  placement: Placement,
  from: Origin,
): PlacedDownload<Placement, Origin> {
  const { mirror } = cluster.profile;
  const version = artifactVersion(cluster, name);
  const sha256 = findChecksum(mirror.checksums, name, version, node.arch) ?? '0'.repeat(64);
  const mirrors = [mirror.files ?? []].flat();
  const official = mirrors.length > 0 && mirror.only ? [] : [officialUrl(name, version, node.arch)];
  const urls = [...mirrors.map((base) => mirrorUrl(base, name, version, node.arch)), ...official];
  return { name, version, urls, sha256, placement, from };
}

/** Where the project itself publishes the file. */
export function officialUrl(name: ArtifactName, version: string, arch: Architecture): string {
  return `${releases[name].folder(version, arch)}/${releases[name].file(version, arch)}`;
}

/**
 * Where the file lies below a mirror: `<base>/<name>/<version>/<arch>/<upstream's file name>`, for example
 * `<base>/kubelet/1.36.3/amd64/kubelet` or `<base>/runc/1.4.3/amd64/runc.amd64`.
 */
export function mirrorUrl(
  base: string,
  name: ArtifactName,
  version: string,
  arch: Architecture,
): string {
  const folder = new URL(base).href.replace(/\/+$/, '');
  return `${folder}/${mirrorPath(name, version, arch)}`;
}

/** The part of `mirrorUrl` below the base. */
export function mirrorPath(name: ArtifactName, version: string, arch: Architecture): string {
  return `${name}/${version}/${arch}/${releases[name].file(version, arch)}`;
}
