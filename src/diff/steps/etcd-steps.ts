import type { Joining } from '../../lifecycle/etcd-members.ts';
import { guideReplacement } from '../../lifecycle/replace.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { buildCommand, nodesTo, type Step, type StepContext } from './step.ts';

const health =
  '. /etc/etcd/etcdctl.env && etcdctl endpoint health --cluster   # all must be healthy';

/**
 * etcd first, a member at a time, so that a majority is never at stake. Members that join and come back do it as the
 * guide of `build` says, in one build what the profile adds and the first that comes back, the others in one each.
 */
export function etcdSteps(context: StepContext): Step[] {
  const { replaced, added } = context.roster;
  const moved = replaced.length + added.length > 0;
  return [...(moved ? memberSteps(context) : []), ...changeMembers(context)];
}

/** Members that only go leave last: the API servers must not dial them any more. */
export function etcdRemovals(context: StepContext): Step[] {
  const { replaced, added, removed } = context.roster;
  return replaced.length + added.length === 0 && removed.length > 0 ? memberSteps(context) : [];
}

function memberSteps(context: StepContext): Step[] {
  const { cluster, roster } = context;
  if (cluster === undefined) return [unguided(context)];
  return listJoinings(roster).flatMap((joining, index) => {
    const { running, replaced, added } = joining;
    const [name] = replaced;
    if (running.length === 0 || (name !== undefined && running.length < 2)) {
      return [impossible(name ?? added.join(', '), running.length + replaced.length)];
    }
    return [
      ...(index === 0 || name === undefined ? [] : nextBuild(name, context)),
      ...guided(cluster, joining, context),
    ];
  });
}

/** What happens with each build. */
function listJoinings({ kept, replaced, added, removed }: StepContext['roster']): Joining[] {
  const [first, ...others] = replaced;
  const there = [...kept, ...replaced];
  const but = (names: readonly string[], name: string | undefined) =>
    names.filter((each) => each !== name);
  return [
    { running: but(there, first), removed, replaced: first === undefined ? [] : [first], added },
    ...others.map((name) => ({
      running: but([...there, ...added], name),
      removed: [],
      replaced: [name],
      added: [],
    })),
  ];
}

function guided(cluster: Cluster, joining: Joining, context: StepContext): Step[] {
  const { directory, profilePath } = context;
  return guideReplacement(cluster, joining.replaced, joining, directory)
    .flatMap(({ steps }) => steps)
    .map(({ text, commands = [] }) => ({
      text: profilePath === undefined ? text : text.replaceAll('PROFILE', profilePath),
      commands,
    }));
}

function nextBuild(name: string, { profilePath }: StepContext): Step[] {
  if (profilePath === undefined) return [];
  return [
    {
      text: `When all members are healthy: the same for ${name}.`,
      commands: [buildCommand(profilePath, [name])],
    },
  ];
}

function impossible(names: string, members: number): Step {
  return {
    text: `etcd with ${members === 1 ? 'one member' : `${members} members`} cannot spare ${names}: nobody could give it the data. Add members in a build of its own first; else stop the cluster and bring the data back by etcdutl snapshot restore.`,
    commands: [],
  };
}

function unguided({ roster, directory }: StepContext): Step {
  const { replaced, added, removed } = roster;
  const names = [...replaced, ...added, ...removed].join(', ');
  return {
    text: `Members of etcd join, leave or come back empty (${names}): do what the guide says that clusterseed build, with --replace for each that comes back, leaves in ${directory}.`,
    commands: [],
  };
}

function changeMembers(context: StepContext): Step[] {
  const nodes = nodesTo(context, 'etcd', 'change').filter(
    ({ verdict }) => verdict?.action !== 'place',
  );
  if (nodes.length === 0) return [];
  const names = nodes.map(({ node }) => node).join(', ');
  return [
    {
      text: `Change the etcd members one at a time, as said for each above: ${names}.`,
      commands: [`after each, on it: ${health}`],
    },
  ];
}
