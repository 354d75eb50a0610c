import type { Build } from '../build.ts';
import type { BuildDiff } from '../node-diff.ts';
import { compareRosters } from './etcd-roster.ts';
import { etcdRemovals, etcdSteps } from './etcd-steps.ts';
import { controllerSteps, frontendSteps, removals, workerSteps } from './kubernetes-steps.ts';
import { buildCommand, type Step, type StepContext } from './step.ts';

/** What a person builds with, for the commands. */
export interface StepInput {
  /** `out/<cluster>` of the later build. */
  readonly directory: string;
  /** The profile that is yet to be built; absent when the later build lies on disk. */
  readonly profilePath?: string;
  /** Certificates that must be renewed before that build. */
  readonly stale: readonly string[];
}

/**
 * What to do, in order, so that the cluster of `before` becomes that of `after`: etcd members one at a time, then
 * controllers, frontends, workers; new nodes before changed ones, and what goes last. Empty when nothing differs.
 */
export function listSteps(
  diff: BuildDiff,
  before: Build,
  after: Build,
  { directory, profilePath, stale }: StepInput,
): Step[] {
  if (diff.nodes.length === 0) return [];
  const context: StepContext = {
    diff,
    kubectl: `kubectl --kubeconfig ${directory}/admin.kubeconfig`,
    directory,
    cluster: after.source?.cluster,
    ...(profilePath === undefined ? {} : { profilePath }),
    roster: compareRosters(diff, before, after),
  };
  const { kept, replaced } = context.roster;
  const replace = kept.length + replaced.length < 3 ? [] : replaced.slice(0, 1);
  const steps = [
    ...(profilePath === undefined ? [] : buildSteps(profilePath, stale, replace)),
    ...etcdSteps(context),
    ...controllerSteps(context),
    ...frontendSteps(context),
    ...workerSteps(context),
    ...removals(context),
    ...etcdRemovals(context),
  ];
  const placed = diff.nodes.filter(({ verdict }) => verdict?.action === 'place');
  if (placed.length === 0) return steps;
  const names = placed.map(({ node }) => node);
  const text = `Put the changed files in place, in any order; nothing restarts: ${names.join(', ')}.`;
  return [...steps, { text, commands: [] }];
}

function buildSteps(
  profilePath: string,
  stale: readonly string[],
  replace: readonly string[],
): Step[] {
  return [
    ...(stale.length === 0
      ? []
      : [
          {
            text: `Renew ${stale.length === 1 ? 'the certificate' : `the ${stale.length} certificates`} that no longer fit: ${some(stale)}.`,
            commands: [`clusterseed secrets renew ${profilePath} --stale`],
          },
        ]),
    { text: 'Build the documents.', commands: [buildCommand(profilePath, replace)] },
  ];
}

function some(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 4).join(', ')}, …`;
}
