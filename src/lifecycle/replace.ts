import type { Collector } from '../diagnostics/collector.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { nearest as nearestOf } from '../text/nearest.ts';
import { quoteShell } from '../text/shell-quote.ts';
import type { Joining } from './etcd-members.ts';
import { guideJoining } from './guides/join-etcd.ts';
import type { GuideStep, NodeGuide } from './guides/node-guide.ts';

/** Holds the names of machines that shall be replaced against the cluster. Raises replace/unknown-node. */
export function checkReplaced(
  { nodes }: Pick<Cluster, 'nodes'>,
  replace: readonly string[],
  diagnostics: Pick<Collector, 'report'>,
): void {
  const names = nodes.map(({ name }) => name);
  for (const name of replace.filter((each) => !names.includes(each))) {
    const nearest = nearestOf(name, names);
    diagnostics.report('replace/unknown-node', [], { name, ...(nearest ? { nearest } : {}) });
  }
}

/**
 * What a person does for the machines that come back, and for members of etcd that join or leave: etcd first, then a
 * guide for each other machine. Empty when nothing is replaced and nobody joins or leaves.
 */
export function guideReplacement(
  cluster: Cluster,
  replace: readonly string[],
  joining: Joining | undefined,
  directory: string,
): NodeGuide[] {
  const plain = cluster.nodes.filter(
    ({ name, roles }) => replace.includes(name) && roles.some((role) => role !== 'etcd'),
  );
  return [
    ...(joining === undefined ? [] : [guideJoining(cluster, joining, directory)]),
    ...plain.map((node) => guidePlain(node, directory)),
  ];
}

function guidePlain({ name, roles }: ClusterNode, directory: string): NodeGuide {
  const joins = roles.includes('controller') || roles.includes('worker');
  const member = roles.includes('etcd');
  return {
    title: `${name}: comes back by its plain document`,
    steps: [
      ...(joins ? leave(name, directory) : []),
      {
        text: `${member ? 'When the guide above says so, create' : 'Create'} ${name} anew from its document below ${directory}/. ${
          joins
            ? 'It joins by itself, as at its first boot.'
            : 'Nothing else: it holds nothing that must be kept.'
        }${roles.includes('controller') ? ' One controller at a time: the others go on serving.' : ''}`,
      },
      ...(joins ? [arrive(name, directory)] : []),
    ],
  };
}

function leave(name: string, directory: string): GuideStep[] {
  const kubectl = kubectlOf(directory);
  return [
    {
      text: `Move the pods away while the old ${name} still runs; without it, go on.`,
      commands: [`${kubectl} drain ${name} --ignore-daemonsets --delete-emptydir-data`],
    },
    {
      text: 'Forget the old machine.',
      commands: [`${kubectl} delete node ${name} --ignore-not-found`],
    },
  ];
}

function arrive(name: string, directory: string): GuideStep {
  return {
    text: 'It must become Ready.',
    commands: [
      `until ${kubectlOf(directory)} wait --for=condition=Ready node/${name} --timeout=600s; do sleep 5; done`,
    ],
  };
}

function kubectlOf(directory: string): string {
  return `kubectl --kubeconfig=${quoteShell(`${directory}/admin.kubeconfig`)}`;
}
