import type { MachinePart } from '../machine/model.ts';
import { legacyNeeds } from '../plan/versions.ts';
import { type Component, originOf } from './component.ts';
import { legacyScript } from './first-boot/legacy-script.ts';
import { stateDirectory } from './first-boot/paths.ts';
import { programUnits } from './first-boot/program-units.ts';
import { scriptUnit } from './first-boot/script-unit.ts';

/**
 * Takes a system of today back to what an old kubelet needs: the cgroup v1 hierarchies, for which it boots once more,
 * the legacy iptables that the image of kube-proxy uses, and the file of the lock that both take.
 */
export const hostLegacy: Component = {
  name: 'host-legacy',
  contribute({ cluster, node }): MachinePart {
    const wanted = legacyNeeds(cluster.version);
    if (wanted.length === 0) return {};
    return {
      ...scriptUnit(originOf('host-legacy', node), node, {
        name: 'legacy',
        description: 'Take this system back to what its Kubernetes needs',
        script: legacyScript,
        args: [stateDirectory, ...wanted],
        type: 'oneshot',
        before: programUnits(cluster, node),
        after: ['clusterseed-packages.service'],
      }),
      packages: ['iptables'],
    };
  },
};
