import type { MachinePart, MachineUnit, Origin } from '../../machine/model.ts';
import { formatCidr } from '../../net/address.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { toJson } from '../../text/json.ts';
import { type Component, originOf } from '../component.ts';
import { scriptDirectory } from '../first-boot/paths.ts';
import { scriptUnit } from '../first-boot/script-unit.ts';
import { ownUnit, rootFile } from '../root-file.ts';
import { bridgeNetwork } from './cni-bridge.ts';
import { routesScript } from './routes-script.ts';

const batchPath = `${scriptDirectory}/routes`;

/**
 * The `routes` pod network: every node has its part of the pod network from the plan, a bridge for its pods, and
 * a static route to every other node's part. No daemon and no tunnel; all nodes are on one link (the plan refuses
 * others). The document grows by one line per node.
 */
export const podRoutes: Component = {
  name: 'pod-network',
  contribute({ cluster, node }): MachinePart {
    const { podCidr } = node;
    if (podCidr === undefined) return {};
    const from = originOf('pod-network', node);
    const pods = formatCidr(cluster.pods);
    const apt = operatingSystem(node.os).packageManager === 'apt';
    const { files, units } = scriptUnit(from, node, {
      name: 'routes',
      description: 'Set the routes to the pods of the other nodes',
      script: routesScript,
      args: [batchPath, cluster.pods.family === 4 ? 'iptables' : 'ip6tables', podCidr, pods],
      type: 'oneshot',
      before: ['kubelet.service'],
      after: apt ? ['clusterseed-packages.service'] : [],
      online: true,
    });
    const network = toJson(bridgeNetwork(podCidr));
    return {
      files: [
        ...files,
        rootFile(from, batchPath, routeLines(cluster, node)),
        rootFile(from, '/etc/cni/net.d/10-clusterseed.conflist', network),
      ],
      units: [...units, ...refresh(from)],
      packages: apt ? ['iptables'] : [],
    };
  },
};

/** Lines for `ip -batch` (ip(8)). */
function routeLines(cluster: Cluster, node: ClusterNode): string {
  return cluster.nodes
    .filter((other) => other.podCidr !== undefined && other.name !== node.name)
    .map((other) => `route replace ${other.podCidr} via ${other.address}\n`)
    .join('');
}

/** systemd-networkd and NetworkManager drop routes that are not theirs when they set an interface up again. */
function refresh(from: Origin): MachineUnit[] {
  const service = [
    ['Description', 'Set the routes to the pods of the other nodes again'],
    ['After', 'clusterseed-routes.service'],
  ] as const;
  const timer = [
    ['OnBootSec', '2min'],
    ['OnUnitActiveSec', '1min'],
    ['AccuracySec', '10s'],
  ] as const;
  return [
    {
      ...ownUnit(from, 'clusterseed-routes-refresh.service', [
        { name: 'Unit', entries: service },
        {
          name: 'Service',
          entries: [
            ['Type', 'oneshot'],
            ['ExecStart', ['ip', '-force', '-batch', batchPath]],
            ['LogLevelMax', 'notice'],
          ],
        },
      ]),
      enabled: false,
    },
    ownUnit(from, 'clusterseed-routes-refresh.timer', [
      {
        name: 'Unit',
        entries: [['Description', 'Keep the routes to the pods of the other nodes']],
      },
      { name: 'Timer', entries: timer },
      { name: 'Install', entries: [['WantedBy', 'timers.target']] },
    ]),
  ];
}
