import { downloadOf } from '../artifacts/download.ts';
import type { MachinePart } from '../machine/model.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { toYaml } from '../text/yaml.ts';
import { type Component, originOf } from './component.ts';
import { rootFile } from './root-file.ts';

const endpoint = 'unix:///run/containerd/containerd.sock';

/** crictl, for whoever must look into a node, and its configuration (cri-tools, docs/crictl.md). */
export const crictl: Component = {
  name: 'crictl',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('crictl', node);
    const { binDir: directory } = operatingSystem(node.os);
    const placement = { kind: 'tar.gz' as const, directory, members: { crictl: 'crictl' } };
    const config = { 'runtime-endpoint': endpoint, 'image-endpoint': endpoint };
    return {
      files: [rootFile(from, '/etc/crictl.yaml', toYaml(config))],
      downloads: [downloadOf(cluster, node, 'crictl', placement, from)],
    };
  },
};
