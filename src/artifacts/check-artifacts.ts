import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { minorOf } from '../plan/versions.ts';
import type { ArtifactName } from './catalogue.ts';
import { findChecksum, knownVersions } from './checksums.ts';
import { neededArtifacts } from './needed.ts';
import { artifactVersion } from './versions.ts';

/**
 * Reports every program that a node would download without a known SHA-256, once per program and architecture, at
 * the profile's line that chose the version. Raises artifacts/unknown-checksum.
 */
export function checkArtifacts(cluster: Cluster, diagnostics: Collector): void {
  const wanted = new Map<string, { name: ArtifactName; arch: ClusterNode['arch'] }>();
  for (const node of cluster.nodes) {
    for (const name of neededArtifacts(node, cluster.version)) {
      wanted.set(`${name}/${node.arch}`, { name, arch: node.arch });
    }
  }
  for (const { name, arch } of wanted.values()) {
    const version = artifactVersion(cluster, name);
    if (findChecksum(cluster.profile.mirror.checksums, name, version, arch) !== undefined) continue;
    const known = knownVersions(name, arch);
    diagnostics.report('artifacts/unknown-checksum', versionPath(cluster, name), {
      name,
      version,
      arch,
      known: nearest(known, version),
    });
  }
}

/** The profile's line that decides the version of `name`. */
function versionPath({ profile }: Cluster, name: ArtifactName): Path {
  const kubernetes: Path = ['kubernetes', 'version'];
  switch (name) {
    case 'etcd':
      return profile.etcd.version === undefined ? kubernetes : ['etcd', 'version'];
    case 'containerd':
    case 'runc':
    case 'crictl':
      return profile.versions[name] === undefined ? kubernetes : ['versions', name];
    case 'cni-plugins':
      return profile.versions.cniPlugins === undefined ? kubernetes : ['versions', 'cniPlugins'];
    default:
      return kubernetes;
  }
}

/** Known versions of the same minor first, else all; both newest first. */
function nearest(known: readonly string[], version: string): readonly string[] {
  const same = known.filter((candidate) => minorOf(candidate) === minorOf(version));
  return same.length > 0 ? same : known;
}
