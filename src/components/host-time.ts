import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import type { ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { formatUnit } from '../text/systemd-unit.ts';
import { type Component, originOf } from './component.ts';
import { programUnits } from './first-boot/program-units.ts';
import { scriptUnit } from './first-boot/script-unit.ts';
import { timeScript } from './first-boot/time-script.ts';
import { rootFile } from './root-file.ts';

/** So long do programs that judge certificates wait for the clock; then they start and try again. */
const longestWait = 60;

/**
 * The clock: the profile's NTP servers for the time service that the operating system brings, and a unit that
 * holds back downloads, etcd and the kubelet for at most a minute until the clock is right.
 */
export const hostTime: Component = {
  name: 'host-time',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('host-time', node);
    const servers = cluster.profile.network.ntpServers;
    const wait = scriptUnit(from, node, {
      name: 'time',
      description: 'Wait a while for a synchronised clock',
      script: timeScript,
      args: [String(longestWait), servers.length > 0 ? 'reload' : 'keep'],
      type: 'oneshot',
      after: ['systemd-timesyncd.service', 'chronyd.service', 'chrony.service'],
      before: [...programUnits(cluster, node), 'time-sync.target'],
      online: true,
    });
    if (servers.length === 0) return wait;
    return { ...wait, files: [...wait.files, ntpFile(from, node, servers)] };
  },
};

function ntpFile(from: Origin, node: ClusterNode, servers: readonly string[]): MachineFile {
  if (operatingSystem(node.os).timeSync === 'chrony') {
    return rootFile(from, '/etc/chrony.conf', chronyConf(servers));
  }
  const time = { name: 'Time', entries: [['NTP', servers.join(' ')] as const] };
  return rootFile(from, '/etc/systemd/timesyncd.conf.d/10-clusterseed.conf', formatUnit([time]));
}

/** chrony.conf(5): steps whenever the clock is a second off, since certificates care more than logs. */
function chronyConf(servers: readonly string[]): string {
  const lines = [
    ...servers.map((server) => `server ${server} iburst`),
    'driftfile /var/lib/chrony/drift',
    'makestep 1.0 -1',
    'rtcsync',
  ];
  return `${lines.join('\n')}\n`;
}
