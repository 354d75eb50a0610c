import type { ClusterNode } from '../../plan/cluster.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { formatEnvironment } from '../../text/systemd-exec.ts';
import type { UnitSection } from '../../text/systemd-unit.ts';
import { searchPath } from '../first-boot/paths.ts';

/** containerd.service of the release (containerd/containerd, containerd.service), after the downloads. */
export function containerdUnit(node: Pick<ClusterNode, 'os'>): UnitSection[] {
  const { binDir } = operatingSystem(node.os);
  return [
    {
      name: 'Unit',
      entries: [
        ['Description', 'containerd container runtime'],
        ['Documentation', 'https://containerd.io'],
        ['Wants', 'clusterseed-fetch.service'],
        [
          'After',
          'network.target dbus.service clusterseed-prepare.service clusterseed-fetch.service',
        ],
        ['StartLimitIntervalSec', 0],
      ],
    },
    {
      name: 'Service',
      entries: [
        ['Type', 'notify'],
        ['Environment', formatEnvironment('PATH', searchPath(node))],
        ['ExecStartPre', '-modprobe overlay'],
        ['ExecStart', [`${binDir}/containerd`]],
        ['Delegate', 'yes'],
        ['KillMode', 'process'],
        ['Restart', 'always'],
        ['RestartSec', 5],
        ['LimitNPROC', 'infinity'],
        ['LimitCORE', 'infinity'],
        ['TasksMax', 'infinity'],
        ['OOMScoreAdjust', -999],
      ],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
  ];
}
