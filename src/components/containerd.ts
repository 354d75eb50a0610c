import { downloadOf } from '../artifacts/download.ts';
import { artifactVersion } from '../artifacts/versions.ts';
import type { Download, MachinePart, MachineUnit, Origin } from '../machine/model.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { isAtLeast } from '../plan/versions.ts';
import { toToml } from '../text/toml.ts';
import { podImages } from './addons/pod-images.ts';
import { type Component, originOf } from './component.ts';
import { containerdConfig } from './containerd/config.ts';
import { registryHosts } from './containerd/registry-hosts.ts';
import { containerdUnit } from './containerd/unit.ts';
import { networkPlugins } from './network-plugins.ts';
import { ownUnit, rootDirectory, rootFile, unitDropIn } from './root-file.ts';

const configPath = '/etc/containerd/config.toml';

/**
 * The container runtime with its network plugins: upstream's release where the operating system brings none, else
 * the system's own, pointed at our configuration. Also the images that this node's pods need.
 */
export const containerd: Component = {
  name: 'containerd',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('containerd', node);
    const { shipsContainerd } = operatingSystem(node.os);
    const version = artifactVersion(cluster, 'containerd');
    const format = !shipsContainerd && isAtLeast(version, '2.0') ? 3 : 2;
    const hosts = registryHosts(cluster.profile.mirror);
    return {
      directories: [
        rootDirectory(from, '/etc/cni/net.d'),
        rootDirectory(from, '/etc/containerd/certs.d'),
        rootDirectory(from, '/opt/cni/bin'),
      ],
      files: [
        rootFile(from, configPath, toToml(containerdConfig(cluster, format))),
        ...(hosts === undefined
          ? []
          : [rootFile(from, '/etc/containerd/certs.d/_default/hosts.toml', toToml(hosts))]),
      ],
      units: [shipsContainerd ? systemUnit(from) : releaseUnit(node, from)],
      downloads: [
        ...(shipsContainerd ? [] : runtime(cluster, node, from)),
        networkPlugins(cluster, node, from),
      ],
      images: podImages(cluster),
    };
  },
};

/** Flatcar's unit has its own --config; Fedora CoreOS has none. Both find the program in /usr/bin. */
function systemUnit(from: Origin): MachineUnit {
  const entries = [
    ['ExecStart', ''] as const,
    ['ExecStart', ['/usr/bin/containerd', '--config', configPath]] as const,
    ['Restart', 'always'] as const,
    ['RestartSec', 5] as const,
  ];
  const sections = [
    { name: 'Unit', entries: [['StartLimitIntervalSec', 0] as const] },
    { name: 'Service', entries },
  ];
  return unitDropIn(from, 'containerd.service', '20-clusterseed.conf', sections, true);
}

function releaseUnit(node: ClusterNode, from: Origin): MachineUnit {
  return ownUnit(from, 'containerd.service', containerdUnit(node));
}

function runtime(cluster: Cluster, node: ClusterNode, from: Origin): Download[] {
  const { binDir: directory } = operatingSystem(node.os);
  const programs = ['containerd', 'containerd-shim-runc-v2', 'ctr'];
  const members = Object.fromEntries(programs.map((program) => [`bin/${program}`, program]));
  const runc = { kind: 'file', path: `${directory}/runc`, mode: 0o755 } as const;
  return [
    downloadOf(cluster, node, 'containerd', { kind: 'tar.gz' as const, directory, members }, from),
    downloadOf(cluster, node, 'runc', runc, from),
  ];
}
