import type { MachinePart } from '../machine/model.ts';
import { toJson } from '../text/json.ts';
import { podImages } from './addons/pod-images.ts';
import { type Component, originOf } from './component.ts';
import { daemonConfig } from './docker/daemon-config.ts';
import { networkPlugins } from './network-plugins.ts';
import { rootDirectory, rootFile, unitDropIn } from './root-file.ts';

/**
 * Docker as the container runtime of kubelets that know no other: the operating system's package, with a configuration
 * that lies there before it, and the network plugins that the kubelet itself calls.
 */
export const docker: Component = {
  name: 'docker',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('docker', node);
    const endless = [
      { name: 'Unit', entries: [['StartLimitIntervalSec', 0] as const] },
      {
        name: 'Service',
        entries: [['Restart', 'always'] as const, ['RestartSec', 5] as const],
      },
    ];
    return {
      packages: ['docker.io'],
      directories: [rootDirectory(from, '/etc/cni/net.d'), rootDirectory(from, '/opt/cni/bin')],
      files: [rootFile(from, '/etc/docker/daemon.json', toJson(daemonConfig(cluster)))],
      units: [unitDropIn(from, 'docker.service', '10-clusterseed.conf', endless, true)],
      downloads: [networkPlugins(cluster, node, from)],
      images: podImages(cluster),
    };
  },
};
