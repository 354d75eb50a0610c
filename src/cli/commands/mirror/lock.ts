import { compileNodes, createCollector, type Machine } from '../../../index.ts';
import { lockMachines } from '../../../mirror/lock.ts';
import { lockPathOf, writeLock } from '../../../mirror/lock-file.ts';
import { listManifestImages } from '../../../mirror/manifest-images.ts';
import { type BuildResult, buildProfile } from '../../../output/build-profile.ts';
import { readClock } from '../../clock.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { reportDiagnostics } from '../../report-diagnostics.ts';
import { openTerminal } from '../../terminal.ts';

/** Options of `lock` as commander gives them. */
export interface LockFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly quiet?: boolean;
}

/** `clusterseed lock PROFILE`: writes <profile>.lock.yaml, everything that any node may fetch. */
export async function runLock(profilePath: string, flags: LockFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const result = await buildProfile({
    profilePath,
    out: flags.out,
    now: readClock(),
    write: false,
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
    ...(flags.identity === undefined ? {} : { identityFile: flags.identity }),
  });
  reportDiagnostics(result, terminal);
  const { cluster, secrets } = result;
  if (cluster === undefined || secrets === undefined) return exitCodes.input;
  const lock = lockMachines(cluster.name, machinesOf(cluster, secrets), ownImages(cluster));
  const path = lockPathOf(profilePath);
  writeLock(path, lock);
  terminal.note(`${path}: ${lock.files.length} files, ${lock.images.length} images`);
  return exitCodes.ok;
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
