import type { Collector } from '../../diagnostics/collector.ts';
import { type Cidr, parseCidr } from '../../net/address.ts';
import type { ProfileDraft } from '../draft.ts';
import { machinesOf, rolesAreKnown, runsKubelet } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** kube-controller-manager hands out at most 2^16 node networks (clusterSubnetMaxDiff in its range allocator). */
const mostDifference = 16;
/** The kubelet's default for maxPods. */
const podsPerNode = 110;

/** Every node gets a pod network out of the cluster's, large enough for its pods. */
export const checkPodNetwork: Rule = ({ profile }, diagnostics) => {
  const pods = profile.network?.pods;
  const mask = profile.network?.nodeMask;
  if (pods === undefined || mask === undefined) return;
  const network = parseCidr(pods);
  const width = network.family === 4 ? 32 : 128;
  const path = ['network', 'nodeMask'];
  const to = Math.min(network.prefix + mostDifference, width - 2);
  if (mask < network.prefix || mask > to) {
    const args = { mask, pods, from: network.prefix, to: Math.max(to, network.prefix) };
    diagnostics.report('profile/node-mask-outside', path, args);
    return;
  }
  checkCount(profile, network, mask, diagnostics);
  const addresses = 2 ** Math.min(width - mask, 32) - 2;
  if (addresses < maxPods(profile)) {
    const fit = width - Math.ceil(Math.log2(podsPerNode + 2));
    diagnostics.report('profile/node-mask-narrow', path, { mask, addresses, fit });
  }
};

function checkCount(
  profile: ProfileDraft,
  network: Cidr,
  mask: number,
  diagnostics: Collector,
): void {
  if (!rolesAreKnown(profile)) return;
  const nodes = machinesOf(profile).filter(({ machine }) => runsKubelet(machine)).length;
  const networks = 1n << BigInt(mask - network.prefix);
  if (networks >= BigInt(nodes)) return;
  const needed = network.prefix + Math.ceil(Math.log2(nodes));
  const fits = needed <= (network.family === 4 ? 32 : 128) - 3;
  diagnostics.report('profile/pods-too-small', ['network', 'pods'], {
    pods: profile.network?.pods ?? '',
    mask,
    networks,
    nodes,
    fit: fits ? needed : undefined,
  });
}

function maxPods(profile: ProfileDraft): number {
  const given = profile.kubernetes?.kubelet?.config?.maxPods;
  return typeof given === 'number' ? given : podsPerNode;
}
