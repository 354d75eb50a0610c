import type { NodeDiff } from '../node-diff.ts';
import { nodesTo, type Step, type StepContext } from './step.ts';

const environment = '. /etc/etcd/etcdctl.env';
const health = `${environment} && etcdctl endpoint health --cluster   # all must be healthy`;

/**
 * etcd first, a member at a time, so that a majority is never at stake: new members are announced before they boot and
 * joined by the others' data; one that is replaced leaves first (etcd.io, "Runtime reconfiguration").
 */
export function etcdSteps(context: StepContext): Step[] {
  const on = context.members[0] ?? 'a member';
  return [
    ...oneAtATime(context),
    ...nodesTo(context, 'etcd', 'replace').flatMap((node) => replaceMember(node, on, context)),
    ...nodesTo(context, 'etcd', 'add').map((node) => addMember(node, on, context)),
    ...changeMembers(context),
  ];
}

/** A member that joins refuses a list of members that is not exactly what there is (etcd, "member count is unequal"). */
function oneAtATime(context: StepContext): Step[] {
  const added = nodesTo(context, 'etcd', 'add').length;
  const removed = nodesTo(context, 'etcd', 'remove').length;
  if (added === 0 || added + removed < 2) return [];
  return [
    {
      text: 'Change the profile by one etcd member per build instead: a member joins only with a document that lists exactly the members that there are.',
      commands: [],
    },
  ];
}

/** Members that go leave last: the API servers must not dial them any more. */
export function etcdRemovals(context: StepContext): Step[] {
  const on = context.members[0] ?? 'a member';
  return nodesTo(context, 'etcd', 'remove').map((node) => ({
    text: `Remove the etcd member ${node.node}, then its VM; the others must be healthy before the next.`,
    commands: [...removal(node, on), `on ${on}: ${health}`],
  }));
}

function replaceMember(node: NodeDiff, on: string, context: StepContext): Step[] {
  const other = context.members.find((name) => name !== node.node) ?? on;
  const added = addMember(node, other, context);
  return [
    {
      text: `Replace the etcd member ${node.node}: it leaves, and comes back as a new one.`,
      commands: [...removal(node, other), ...added.commands],
    },
  ];
}

function removal({ node }: NodeDiff, on: string): string[] {
  return [
    `on ${on}: ${environment} && etcdctl member remove "$(etcdctl member list | awk -F', ' '$3 == "${node}" { print $1 }')"`,
    `delete the VM ${node}`,
  ];
}

function addMember({ node }: NodeDiff, on: string, context: StepContext): Step {
  const address = bracketed(context.addressOf(node) ?? 'ADDRESS');
  return {
    text: `Add the etcd member ${node}; the others must be healthy before the next.`,
    commands: [
      `on ${on}: ${environment} && etcdctl member add ${node} --peer-urls=https://${address}:2380`,
      `boot ${node} from ${context.directory}/${node}/`,
      `on ${node}: systemctl stop etcd && sed -i s/initial-cluster-state=new/initial-cluster-state=existing/ /etc/systemd/system/etcd.service && rm -rf "$(sed -n 's/.*--data-dir=\\([^ ]*\\).*/\\1/p' /etc/systemd/system/etcd.service)/member" && systemctl daemon-reload && systemctl start etcd   # its document is that of a new cluster's member`,
      `on ${on}: ${health}`,
    ],
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

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
