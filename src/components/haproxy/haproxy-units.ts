import { imageOf } from '../../artifacts/images.ts';
import type { MachineUnit, Origin } from '../../machine/model.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { formatExec } from '../../text/systemd-exec.ts';
import type { UnitSection } from '../../text/systemd-unit.ts';
import { ownUnit, unitDropIn } from '../root-file.ts';
import { haproxyPaths } from './haproxy-config.ts';

/**
 * haproxy.service: on Debian and Ubuntu the package's, made to try for ever, and enabled by us, as an image that
 * brings the package may have it off, or running with the package's own configuration; else our own, with a container
 * (Flatcar has docker, Fedora CoreOS podman).
 */
export function haproxyUnit(cluster: Cluster, node: ClusterNode, from: Origin): MachineUnit {
  switch (node.os) {
    case 'flatcar':
      return ownUnit(from, 'haproxy.service', containerUnit(docker, cluster));
    case 'fedora-coreos':
      return ownUnit(from, 'haproxy.service', containerUnit(podman(cluster), cluster));
    default:
      return unitDropIn(from, 'haproxy.service', '10-clusterseed.conf', packagedUnit, true);
  }
}

/**
 * The image as docker and podman must be told: unlike containerd they have no list of mirrors, so the mirror is
 * part of the name.
 */
export function haproxyImage(cluster: Cluster): string {
  const image = imageOf(cluster, 'haproxy');
  const { images } = cluster.profile.mirror;
  return images === undefined ? image : `${images}/${image.slice(image.indexOf('/') + 1)}`;
}

const online: UnitSection['entries'] = [
  ['After', 'network-online.target'],
  ['Wants', 'network-online.target'],
  ['StartLimitIntervalSec', 0],
];
const endless: UnitSection['entries'] = [
  ['Restart', 'always'],
  ['RestartSec', 5],
];

const packagedUnit: readonly UnitSection[] = [
  { name: 'Unit', entries: online },
  // Two descriptors for each of the configuration's connections.
  { name: 'Service', entries: [...endless, ['LimitNOFILE', 65_536]] },
];

interface Engine {
  readonly program: string;
  /** Unit that must run first, if the engine has a daemon. */
  readonly daemon?: string;
  readonly runOptions: readonly string[];
}

const docker: Engine = { program: '/usr/bin/docker', daemon: 'docker.service', runOptions: [] };

/** SELinux keeps containers from /etc; the mount is read-only and holds nothing secret. */
function podman({ profile }: Cluster): Engine {
  const plain = profile.mirror.images !== undefined && profile.mirror.insecureImages;
  return {
    program: '/usr/bin/podman',
    runOptions: [
      '--cgroups=split',
      '--security-opt=label=disable',
      ...(plain ? ['--tls-verify=false'] : []),
    ],
  };
}

/** HAProxy binds its port as root and then becomes the image's user haproxy; it needs no other privilege. */
const containerOptions = [
  '--rm',
  '--name=haproxy',
  '--network=host',
  '--user=root',
  '--read-only',
  '--cap-drop=ALL',
  '--cap-add=NET_BIND_SERVICE',
  '--cap-add=SETUID',
  '--cap-add=SETGID',
  '--ulimit=nofile=65536:65536',
  `--volume=${haproxyPaths.directory}:${haproxyPaths.directory}:ro`,
];

function containerUnit({ program, daemon, runOptions }: Engine, cluster: Cluster): UnitSection[] {
  const image = haproxyImage(cluster);
  const haproxy = ['haproxy', '-W', '-db', '-f', haproxyPaths.config];
  return [
    {
      name: 'Unit',
      entries: [
        ['Description', 'HAProxy in front of the Kubernetes API'],
        ...online,
        ...(daemon === undefined
          ? []
          : ([
              ['After', daemon],
              ['Wants', daemon],
            ] as const)),
      ],
    },
    {
      name: 'Service',
      entries: [
        ['ExecStartPre', `-${formatExec([program, 'rm', '--force', 'haproxy'])}`],
        ['ExecStart', [program, 'run', ...containerOptions, ...runOptions, image, ...haproxy]],
        ['ExecStop', [program, 'stop', 'haproxy']],
        ...endless,
        ['TimeoutStartSec', 'infinity'],
      ],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
  ];
}
