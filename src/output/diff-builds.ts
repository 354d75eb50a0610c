import { join } from 'node:path';
import {
  type Build,
  type BuildDiff,
  type Cluster,
  type Collector,
  compareBuilds,
  compareRosters,
  compileBuild,
  createCollector,
  listSteps,
  prepareSecrets,
  renewCertificates,
  type Secrets,
  type Step,
  selectCertificates,
} from '../index.ts';
import { readManifest } from './manifest.ts';
import {
  type Findings,
  type OpenedProfile,
  type OpenedStore,
  type OpenOptions,
  openProfile,
  openSecrets,
} from './open-profile.ts';
import { isBuildFolder, readBuild } from './read-build.ts';
import { type MembersAtHand, membersOf, settleMembers } from './replace-nodes.ts';

/** What to compare: a profile or the folder of a build with another one. */
export interface DiffOptions extends Omit<OpenOptions, 'profilePath' | 'overlay'> {
  /** The later side. */
  readonly target: string;
  /** The earlier side; without it the folder that the profile was built into. */
  readonly against?: string;
  readonly now: Date;
}

/** The comparison and what to do, unless a profile has errors. */
export interface DiffOutcome extends Findings {
  readonly diff?: BuildDiff;
  readonly steps: readonly Step[];
}

interface Side {
  readonly build: Build;
  /** Certificates that would have to be renewed. */
  readonly stale: readonly string[];
  /** As stored and completed. */
  readonly secrets?: Secrets;
  /** The build when these members of etcd come back empty, one after the other; undefined when that cannot be. */
  replacing?(members: readonly string[]): Build | undefined;
}

/**
 * Compares two builds; a profile counts as the build that it would give now. Nothing is written: secrets that are
 * missing, and certificates that no longer fit, are made in memory, and members of etcd are told what `build` would tell
 * them; one that must be booted anew, what `build --replace` would. A profile without a secrets file is compiled with
 * the secrets of the other one, so that two versions of a profile can be compared without any.
 */
export async function diffBuilds(options: DiffOptions): Promise<DiffOutcome> {
  const { target, against, secretsPath: _own, ...others } = options;
  const open = (path: string | undefined, rest: Omit<OpenOptions, 'profilePath'>) =>
    path === undefined || isBuildFolder(path)
      ? undefined
      : openProfile({ ...rest, profilePath: path });
  const opened = [open(target, options), open(against, others)];
  const [later] = opened;
  const findings = mergeFindings(opened);
  if (opened.some((profile) => profile !== undefined && profile.cluster === undefined)) {
    return { ...findings, steps: [] };
  }
  const sides = await openSides(opened, options);
  const found = mergeFindings(opened);
  if (sides === undefined) return { ...found, steps: [] };
  const [before, settled] = sides;
  const after = replaceMembers(before.build, settled);
  const diff = compareBuilds(before.build, after.build);
  const directory = later?.cluster ? join(options.out, later.cluster.name) : target;
  const steps = listSteps(diff, before.build, after.build, {
    directory,
    stale: after.stale,
    ...(later === undefined ? {} : { profilePath: target }),
  });
  return { ...found, diff, steps };
}

type Opened = readonly (OpenedProfile | undefined)[];

async function openSides(
  [later, earlier]: Opened,
  options: DiffOptions,
): Promise<readonly [before: Side, after: Side] | undefined> {
  const { target, out } = options;
  const against = options.against ?? join(out, later?.cluster?.name ?? '');
  const stored = {
    later: later && (await storedSecrets(later, options)),
    earlier: earlier && (await storedSecrets(earlier, options)),
  };
  if ([later, earlier].some((profile) => profile?.diagnostics.hasErrors())) return undefined;
  const after =
    later === undefined
      ? folderSide(target)
      : await profileSide(target, later, stored.later?.secrets ?? stored.earlier?.secrets, {
          now: options.now,
          handedOut: handedOut(stored.later, earlier, against),
        });
  if (after === undefined) return undefined;
  const before =
    earlier === undefined
      ? folderSide(against)
      : await profileSide(against, earlier, stored.earlier?.secrets ?? after.secrets, options);
  return before && [before, after];
}

/** The members of etcd that are there: those of the last build, without a store those of the earlier side. */
function handedOut(
  own: OpenedStore | undefined,
  earlier: OpenedProfile | undefined,
  against: string,
): readonly string[] | undefined {
  if (own?.secrets === undefined && earlier?.cluster !== undefined) {
    const members = earlier.cluster.nodes.filter(({ roles }) => roles.includes('etcd'));
    return members.map(({ name }) => name);
  }
  const previous = own?.secrets === undefined ? readManifest(against) : own.previous;
  return previous && membersOf(previous);
}

async function storedSecrets(
  profile: OpenedProfile,
  options: DiffOptions,
): Promise<OpenedStore | undefined> {
  if (profile.cluster === undefined) return undefined;
  return await openSecrets(profile.cluster, profile, { ...options, profilePath: '' });
}

function folderSide(directory: string): Side {
  return { build: readBuild(directory), stale: [] };
}

async function profileSide(
  name: string,
  { cluster, diagnostics, parsed, shown, secretsPath: file }: OpenedProfile,
  existing: Secrets | undefined,
  { now, handedOut }: { readonly now: Date; readonly handedOut?: readonly string[] | undefined },
): Promise<Side | undefined> {
  if (cluster === undefined || parsed === undefined) return undefined;
  const completed = await completeSecrets(cluster, existing, now, diagnostics);
  if (completed === undefined) return undefined;
  const { stale } = completed;
  const compile = (replace: readonly string[], collector: Collector) => {
    const before = existing ?? (handedOut && completed.secrets);
    const atHand = { cluster, secrets: before, handedOut, file, diagnostics: collector };
    const secrets = settleInTurn(atHand, completed.secrets, replace);
    if (collector.hasErrors()) return undefined;
    const build = compileBuild(name, { cluster, parsed, secrets, shown }, collector);
    return collector.hasErrors() ? undefined : build;
  };
  const build = compile([], diagnostics);
  const replacing = (members: readonly string[]) => compile(members, createCollector());
  return build && { build, stale, secrets: completed.secrets, replacing };
}

function settleInTurn(
  atHand: MembersAtHand,
  completed: Secrets,
  replace: readonly string[],
): Secrets {
  const [first = [], ...others] = replace.map((name) => [name]);
  let { secrets } = settleMembers(atHand, completed, { replace: first, neverRan: false });
  for (const one of others) {
    const next = { ...atHand, secrets, handedOut: undefined };
    ({ secrets } = settleMembers(next, secrets, { replace: one, neverRan: false }));
  }
  return secrets;
}

/** A member of etcd that must be booted anew comes back empty, and is told to join. */
function replaceMembers(before: Build, after: Side): Side {
  const { replaced } = compareRosters(compareBuilds(before, after.build), before, after.build);
  const build = replaced.length === 0 ? undefined : after.replacing?.(replaced);
  return build === undefined ? after : { ...after, build };
}

async function completeSecrets(
  cluster: Cluster,
  existing: Secrets | undefined,
  now: Date,
  diagnostics: Collector,
): Promise<{ readonly secrets: Secrets; readonly stale: readonly string[] } | undefined> {
  const stale =
    existing === undefined
      ? []
      : selectCertificates(cluster, existing, { stale: true }, now, diagnostics);
  const input = { cluster, now, diagnostics };
  const prepared =
    existing !== undefined && stale.length > 0
      ? await renewCertificates({ ...input, secrets: existing, ids: stale })
      : await prepareSecrets({ ...input, existing });
  return prepared && { secrets: prepared.secrets, stale };
}

function mergeFindings(profiles: readonly (OpenedProfile | undefined)[]): Findings {
  const all = profiles.flatMap((profile) => profile?.findings() ?? []);
  return {
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
    accepted: all.flatMap(({ accepted }) => accepted),
    texts: new Map(all.flatMap(({ texts }) => [...texts])),
  };
}
