import { compileNodes, createCollector, type Machine } from '../../../index.ts';
import { type Lock, lockMachines } from '../../../mirror/lock.ts';
import { listManifestImages } from '../../../mirror/manifest-images.ts';
import { type BuildResult, buildProfile } from '../../../output/build-profile.ts';
import { readClock } from '../../clock.ts';
import { reportDiagnostics } from '../../report-diagnostics.ts';
import type { Terminal } from '../../terminal.ts';

/** What a lock is made from; `out` holds the cluster's directory. */
export interface LockSource {
  readonly profilePath: string;
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
}

/**
 * Everything that the nodes of a profile may fetch, as it is now; writes nothing. Undefined when the profile has
 * mistakes, which are reported.
 */
export async function planLock(source: LockSource, terminal: Terminal): Promise<Lock | undefined> {
  const { profilePath, out, secrets: secretsPath, identity } = source;
  const result = await buildProfile({
    profilePath,
    out,
    now: readClock(),
    write: false,
    ...(secretsPath === undefined ? {} : { secretsPath }),
    ...(identity === undefined ? {} : { identityFile: identity }),
  });
  reportDiagnostics(result, terminal);
  const { cluster, secrets } = result;
  if (cluster === undefined || secrets === undefined) return undefined;
  return lockMachines(cluster.name, machinesOf(cluster, secrets), ownImages(cluster));
}

function* machinesOf(
  cluster: NonNullable<BuildResult['cluster']>,
  secrets: NonNullable<BuildResult['secrets']>,
): Generator<Machine> {
  for (const { machine } of compileNodes(cluster, secrets, createCollector())) yield machine;
}

function ownImages({ profile, sources }: NonNullable<BuildResult['cluster']>): string[] {
  const { plugin } = profile.network;
  const addons = profile.addons.filter((addon) => typeof addon === 'object');
  const manifests = [...addons, ...(typeof plugin === 'object' ? [plugin] : [])];
  return manifests.flatMap(({ manifest }) => listManifestImages(sources.get(manifest) ?? ''));
}
