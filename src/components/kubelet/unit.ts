import type { ClusterNode } from '../../plan/cluster.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { formatEnvironment } from '../../text/systemd-exec.ts';
import type { UnitSection } from '../../text/systemd-unit.ts';
import { searchPath } from '../first-boot/paths.ts';

const before = (runtime: string) => [
  'network-online.target',
  'time-sync.target',
  runtime,
  'clusterseed-prepare.service',
  'clusterseed-time.service',
  'clusterseed-fetch.service',
];

/** kubelet.service: after its runtime (a unit's name) and download, and again for ever, whatever makes it stop. */
export function kubeletUnit(
  node: Pick<ClusterNode, 'os'>,
  runtime: string,
  args: readonly string[],
): UnitSection[] {
  const { binDir } = operatingSystem(node.os);
  return [
    {
      name: 'Unit',
      entries: [
        ['Description', 'kubelet: the Kubernetes node agent'],
        [
          'Documentation',
          'https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/',
        ],
        ['Wants', `network-online.target ${runtime}`],
        ['After', before(runtime).join(' ')],
        ['StartLimitIntervalSec', 0],
      ],
    },
    {
      name: 'Service',
      entries: [
        ['Environment', formatEnvironment('PATH', searchPath(node))],
        ['ExecStart', [`${binDir}/kubelet`, ...args]],
        ['Restart', 'always'],
        ['RestartSec', 5],
        ['CPUAccounting', 'true'],
        ['MemoryAccounting', 'true'],
      ],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
  ];
}
