import type { MachinePart } from '../machine/model.ts';
import { type Component, originOf } from './component.ts';
import { programDownload } from './program-download.ts';

/** kubectl on controllers: the addons need it. */
export const kubectl: Component = {
  name: 'kubectl',
  contribute({ cluster, node }): MachinePart {
    return { downloads: programDownload(cluster, node, 'kubectl', originOf('kubectl', node)) };
  },
};
