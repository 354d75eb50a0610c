import type { MachinePart } from '../machine/model.ts';
import { type Cluster, type ClusterNode, nodesWithRole } from '../plan/cluster.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';
import type { UnitEntry } from '../text/systemd-unit.ts';
import { type Component, originOf } from './component.ts';
import { programUnits } from './first-boot/program-units.ts';
import { kernelModules, kernelSettings } from './host-kernel.ts';
import { hostsFile } from './host-names.ts';
import { ownUnit, rootFile } from './root-file.ts';

/**
 * What every machine gets from us below its programs: names of the others, kernel modules and settings, no swap
 * where a kubelet runs. clusterseed-prepare.service brings them into force, since cloud-init writes files when
 * systemd has already looked.
 */
export const host: Component = {
  name: 'host',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('host', node);
    const modules = kernelModules(cluster, node);
    const settings = kernelSettings(cluster, node);
    const files = [
      rootFile(from, '/etc/hosts', hostsFile(hostEntries(cluster, node))),
      ...(modules.length > 0
        ? [rootFile(from, '/etc/modules-load.d/clusterseed.conf', toLines(modules))]
        : []),
      ...(settings.length > 0
        ? [rootFile(from, '/etc/sysctl.d/90-clusterseed.conf', toLines(settings.map(assign)))]
        : []),
    ];
    const commands = [
      ...(modules.length > 0 ? [restart('systemd-modules-load.service')] : []),
      ...(settings.length > 0 ? [restart('systemd-sysctl.service')] : []),
      ...(runsKubelet(node) ? [['ExecStart', '-swapoff -a'] as const] : []),
    ];
    if (commands.length === 0) return { files };
    return {
      files,
      units: [
        ownUnit(
          from,
          'clusterseed-prepare.service',
          prepareUnit(programUnits(cluster, node), commands),
        ),
      ],
    };
  },
};

function prepareUnit(programs: readonly string[], commands: readonly UnitEntry[]) {
  return [
    {
      name: 'Unit',
      entries: [
        ['Description', 'Load kernel modules and settings for this node'] as const,
        ['After', 'systemd-modules-load.service systemd-sysctl.service swap.target'] as const,
        ['Before', programs.join(' ')] as const,
      ],
    },
    {
      name: 'Service',
      entries: [['Type', 'oneshot'] as const, ['RemainAfterExit', 'yes'] as const, ...commands],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target'] as const] },
  ];
}

/** Modules that are not there, or settings of a module that is built in, are no reason to stop. */
function restart(unit: string): UnitEntry {
  return ['ExecStart', `-systemctl restart ${unit}`];
}

function toLines(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function assign([key, value]: readonly [string, string]): string {
  return `${key} = ${value}`;
}

/** Never all workers: a machine's document must not grow with the cluster. */
function hostEntries(cluster: Cluster, node: ClusterNode): [address: string, name: string][] {
  const { endpoint } = cluster;
  const peers = (['controller', 'etcd', 'frontend'] as const).flatMap((role) =>
    nodesWithRole(cluster, role).map(({ address, name }): [string, string] => [address, name]),
  );
  const named = endpoint.address !== undefined && endpoint.address !== endpoint.host;
  return [
    [node.address, node.name],
    ...peers,
    ...(named && endpoint.address !== undefined
      ? [[endpoint.address, endpoint.host] as [string, string]]
      : []),
  ];
}
