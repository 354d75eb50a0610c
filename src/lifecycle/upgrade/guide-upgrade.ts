import { type Cluster, nodesWithRole } from '../../plan/cluster.ts';
import { minorOf } from '../../plan/minors.ts';
import type { RoleName } from '../../profile/schema/names.ts';
import type { GuideStep, NodeGuide } from '../guides/node-guide.ts';

/**
 * The order in which the machines get a new version (kubernetes.io/releases/version-skew-policy): etcd, then the API
 * servers, which may be one minor apart meanwhile, then kubelets, which are never newer than the API server that they
 * talk to (a controller’s talks to its own) and at most three minors older.
 */
export function guideUpgrade(
  cluster: Cluster,
  before: { readonly from: string; readonly etcd: string | undefined },
): NodeGuide {
  const { from, etcd } = before;
  const { name, version, etcdVersion } = cluster;
  const directory = `out/${name}`;
  const kubectl = `kubectl --kubeconfig=${directory}/admin.kubeconfig`;
  const other = minorOf(from) !== minorOf(version);
  const members = etcd === etcdVersion ? [] : namesOf(cluster, 'etcd', []);
  const controllers = namesOf(cluster, 'controller', members);
  const workers = namesOf(cluster, 'worker', [...members, ...controllers]);
  return {
    title: `${name}: Kubernetes ${from} → ${version}`,
    steps: [
      {
        text: `Build, and write the scripts for the running machines.${other ? ` Read “Urgent Upgrade Notes” of CHANGELOG-${minorOf(version)}.md first, and take a snapshot of etcd.` : ''}`,
        commands: ['clusterseed apply-bundle PROFILE'],
      },
      ...(members.length === 0
        ? []
        : [
            roll(
              'etcd',
              members,
              `etcd ${etcd ?? ''} → ${etcdVersion}; healthy again before the next`,
            ),
          ]),
      roll('Controllers', controllers, 'the API server of each answers /readyz before the next'),
      {
        text: 'Every API server must have the new version before the first worker gets it: a kubelet may be up to three minors older than the API server, never newer.',
        commands: [`${kubectl} get nodes -o wide`],
      },
      ...(workers.length === 0
        ? []
        : [roll('Workers', workers, 'drain each before, uncordon it when it is Ready')]),
    ],
  };
}

function roll(what: string, names: readonly string[], condition: string): GuideStep {
  return {
    text: `${what}, one at a time (${condition}): ${names.join(', ')}. Run its script there, or create it anew from its document.`,
  };
}

function namesOf(cluster: Cluster, role: RoleName, placed: readonly string[]): string[] {
  const names = nodesWithRole(cluster, role).map(({ name }) => name);
  return names.filter((name) => !placed.includes(name));
}
