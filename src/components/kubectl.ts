import { downloadOf } from '../artifacts/download.ts';
import type { MachinePart } from '../machine/model.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { type Component, originOf } from './component.ts';

/** kubectl on controllers: the addons need it. */
export const kubectl: Component = {
  name: 'kubectl',
  contribute({ cluster, node }): MachinePart {
    const path = `${operatingSystem(node.os).binDir}/kubectl`;
    const placement = { kind: 'file', path, mode: 0o755 } as const;
    return {
      downloads: [downloadOf(cluster, node, 'kubectl', placement, originOf('kubectl', node))],
    };
  },
};
