import type { Architecture } from '../profile/schema/names.ts';
import type { ArtifactName } from './catalogue.ts';
import published from './data/checksums.json' with { type: 'json' };

type Table = Readonly<Record<string, string>>;

const pinned: Readonly<Record<ArtifactName, Readonly<Record<Architecture, Table>>>> = published;

/**
 * The SHA-256 (64 hex digits) of a release file, or undefined when it is not known. `own` are the profile's
 * `mirror.checksums`, by `name/version/arch`; they win over the published ones.
 */
export function findChecksum(
  own: Readonly<Record<string, string>>,
  name: ArtifactName,
  version: string,
  arch: Architecture,
): string | undefined {
  return own[`${name}/${version}/${arch}`] ?? pinned[name][arch][version];
}

/** The versions whose checksum is known, newest first. */
export function knownVersions(name: ArtifactName, arch: Architecture): readonly string[] {
  return Object.keys(pinned[name][arch]);
}

/** The releases of Kubernetes whose checksums are built in, newest first. */
export function knownKubernetes(): readonly string[] {
  return knownVersions('kubelet', 'amd64');
}
