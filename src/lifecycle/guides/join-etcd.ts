import { etcdClientUrls, etcdPeerUrls } from '../../components/etcd/etcd-flags.ts';
import { etcdPaths } from '../../components/etcd/etcd-paths.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { isBefore } from '../../plan/minors.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { quoteShell, quoteShellCommand } from '../../text/shell-quote.ts';
import type { Joining } from '../etcd-members.ts';
import type { GuideStep, NodeGuide } from './node-guide.ts';

/**
 * How members join a running etcd, one after the other: lost ones are taken out of the list first, as etcd adds none
 * while another is missing (--strict-reconfig-check, server/etcdserver/server.go, mayAddMember), and so are those that
 * the profile no longer has, as whoever joins must find the list that its document says. When nobody joins, members
 * that leave do so last, once no API server dials them.
 */
export function guideJoining(cluster: Cluster, joining: Joining, directory: string): NodeGuide {
  const { running, removed, replaced, added } = joining;
  const names = [...replaced, ...added];
  const nodes = new Map(cluster.nodes.map((node) => [node.name, node]));
  const of = (list: readonly string[]) => list.flatMap((name) => nodes.get(name) ?? []);
  const [host] = of(running);
  if (host === undefined) throw new Error('no member of etcd is left');
  const etcdctl = (members: readonly string[]) => accessFrom(cluster, host, of(members));
  const place = `On ${host.name}, as root`;
  if (names.length === 0)
    return guideLeaving(cluster, { removed, place, etcdctl: etcdctl(running) });
  return {
    title: `${names.join(', ')}: join the running etcd of ${cluster.name}`,
    steps: [
      ...(added.length + removed.length === 0 ? [] : [unlessNew]),
      ...(replaced.length === 0 ? [] : [switchOff(replaced)]),
      {
        text: `${place}: the other members must be healthy; go no further before they are.`,
        commands: [untilHealthy(etcdctl(running)), `${etcdctl(running)} member list`],
      },
      ...removed.map((name) => leaveStep(name, place, etcdctl(running))),
      ...of(replaced).map((node) => ({
        text: `${place}: take ${node.name} out of the list, if it is in it.`,
        commands: [removal(etcdctl(running), node.name, etcdPeerUrls(cluster, node))],
      })),
      ...of(names).flatMap((node, index) =>
        joinSteps({ cluster, node, place, directory }, (also) =>
          etcdctl([...running, ...names.slice(0, also ? index + 1 : index)]),
        ),
      ),
      ...(added.length + removed.length === 0 ? [] : [tellServers(cluster)]),
    ],
  };
}

interface Leaving {
  readonly removed: readonly string[];
  readonly place: string;
  readonly etcdctl: string;
}

function guideLeaving(cluster: Cluster, { removed, place, etcdctl }: Leaving): NodeGuide {
  return {
    title: `${removed.join(', ')}: ${removed.length === 1 ? 'leaves' : 'leave'} the running etcd of ${cluster.name}`,
    steps: [
      unlessNew,
      tellServers(cluster),
      {
        text: `${place}: the members that stay must be healthy; go no further before they are.`,
        commands: [untilHealthy(etcdctl), `${etcdctl} member list`],
      },
      ...removed.map((name) => leaveStep(name, place, etcdctl)),
    ],
  };
}

function leaveStep(name: string, place: string, etcdctl: string): GuideStep {
  return {
    text: `${place}: take ${name} out of the list, then delete its machine; the others must be healthy before the next step.`,
    commands: [removal(etcdctl, name), untilHealthy(etcdctl)],
  };
}

const unlessNew: GuideStep = {
  text: 'Only for a cluster that runs. If no machine of it was ever booted: clusterseed build PROFILE --never-ran, and nothing of this.',
};

function switchOff(names: readonly string[]): GuideStep {
  return {
    text: `Switch ${names.join(', ')} off for good, if still there: the old machine and its data must not come back.`,
  };
}

interface JoinPlace {
  readonly cluster: Cluster;
  readonly node: ClusterNode;
  readonly place: string;
  readonly directory: string;
}

function joinSteps(
  { cluster, node, place, directory }: JoinPlace,
  etcdctl: (withItself: boolean) => string,
): GuideStep[] {
  const urls = etcdPeerUrls(cluster, node).join(',');
  const { dataDir } = cluster.profile.etcd;
  return [
    {
      text: `${place}: announce ${node.name}. etcd refuses it as unhealthy until the others have been connected for five seconds.`,
      commands: [
        `until ${etcdctl(false)} member list | grep -qF ${quoteShell(`, ${urls},`)}; do sleep 5; ${etcdctl(false)} member add ${quoteShell(node.name)} ${quoteShell(`--peer-urls=${urls}`)} || true; done`,
      ],
    },
    {
      text: `Create ${node.name} anew from its document below ${directory}/. ${dataDir} must be empty: on a disk that is used again, delete it first.`,
    },
    {
      text: `${place}: wait until ${node.name} is healthy.`,
      commands: [untilHealthy(etcdctl(true))],
    },
  ];
}

function untilHealthy(etcdctl: string): string {
  return `until ${etcdctl} endpoint health; do sleep 5; done`;
}

function tellServers({ nodes }: Cluster): GuideStep {
  const names = nodes.filter(({ roles }) => roles.includes('controller')).map(({ name }) => name);
  return {
    text: `Roll the documents of ${names.join(', ')} out, one at a time: their API servers then dial the members that there will be.`,
  };
}

/** etcdctl on one member, with its own certificate, against others; etcd before 3.4 has to be asked for the API v3. */
function accessFrom(cluster: Cluster, host: ClusterNode, members: readonly ClusterNode[]): string {
  const urls = members.flatMap((member) => etcdClientUrls(cluster, member, 'kube-apiserver'));
  const command = quoteShellCommand([
    `${operatingSystem(host.os).binDir}/etcdctl`,
    `--endpoints=${urls.join(',')}`,
    `--cacert=${etcdPaths.ca}`,
    `--cert=${etcdPaths.server}.crt`,
    `--key=${etcdPaths.server}.key`,
  ]);
  return isBefore(cluster.etcdVersion, '3.4') ? `ETCDCTL_API=3 ${command}` : command;
}

/**
 * The list names members by id; one that was announced and never came has no name, so its address tells it. Asks until
 * it is gone, as etcd lets none go while too few others have been connected for five seconds (mayRemoveMember).
 */
function removal(etcdctl: string, name: string, peerUrls?: readonly string[]): string {
  const tests = [`$3 == "${name}"`, ...(peerUrls ? [`$4 == "${peerUrls.join(',')}"`] : [])];
  const find = `awk -F ', ' ${quoteShell(`${tests.join(' || ')} { print $1 }`)}`;
  return `until list=$(${etcdctl} member list) && ids=$(echo "$list" | ${find}) && [ -z "$ids" ]; do for id in \${ids:-}; do ${etcdctl} member remove "$id" || true; done; sleep 5; done`;
}
