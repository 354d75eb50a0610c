import type { ClusterNode } from '../../plan/cluster.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';

/** Where our scripts and their lists lie. */
export const scriptDirectory = '/etc/clusterseed';
/** What first boot remembers between boots. */
export const stateDirectory = '/var/lib/clusterseed';
/** What first boot reports; new at each boot. */
export const runDirectory = '/run/clusterseed';

/** PATH of our units: the node's programs first, then what systemd itself gives (systemd.exec(5)). */
export function searchPath(node: Pick<ClusterNode, 'os'>): string {
  const standard = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  const { binDir } = operatingSystem(node.os);
  return [binDir, ...standard.filter((directory) => directory !== binDir)].join(':');
}
