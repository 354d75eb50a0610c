import type { Collector } from '../diagnostics/collector.ts';
import {
  type Cidr,
  cidrsOverlap,
  formatCidr,
  parseAddress,
  parseCidr,
  subnetAt,
} from '../net/address.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { ClusterNode } from './cluster.ts';
import { runsKubelet } from './links/runs-kubelet.ts';

interface Assigned {
  readonly node: ClusterNode;
  readonly network: Cidr;
}

/**
 * The pod network of each node that runs pods, by node name, for the `routes` plugin; empty for the others.
 * The profile's podCidr, else the n-th part of network.pods, n being the host part of the node's address
 * modulo the number of parts: a machine that joins never moves another's. Raises plan/pod-cidr-collision
 * and plan/pod-route-off-link.
 */
export function assignPodNetworks(
  profile: Profile,
  nodes: readonly ClusterNode[],
  diagnostics: Collector,
): ReadonlyMap<string, string> {
  if (profile.network.plugin !== 'routes') return new Map();
  const pods = parseCidr(profile.network.pods);
  const assigned = nodes
    .filter(runsKubelet)
    .map((node) => ({ node, network: podNetworkOf(profile, pods, node) }));
  reportCollisions(profile, pods, assigned, diagnostics);
  reportOffLink(assigned, diagnostics);
  return new Map(assigned.map(({ node, network }) => [node.name, formatCidr(network)]));
}

function podNetworkOf(profile: Profile, pods: Cidr, node: ClusterNode): Cidr {
  if (node.podCidr !== undefined) return parseCidr(node.podCidr);
  const { value, family } = parseAddress(node.address);
  const host = value & ((1n << BigInt((family === 4 ? 32 : 128) - node.prefix)) - 1n);
  const mask = profile.network.nodeMask;
  return subnetAt(pods, mask, host % partsOf(pods, mask));
}

function partsOf(pods: Cidr, mask: number): bigint {
  return 1n << BigInt(Math.max(0, mask - pods.prefix));
}

function reportOffLink(assigned: readonly Assigned[], diagnostics: Collector): void {
  const subnets = new Set(
    assigned.map(({ node }) => formatCidr(parseCidr(`${node.address}/${node.prefix}`))),
  );
  if (subnets.size > 1) {
    const names = [...subnets].sort();
    diagnostics.report('plan/pod-route-off-link', ['network', 'plugin'], { subnets: names });
  }
}

function reportCollisions(
  profile: Profile,
  pods: Cidr,
  assigned: readonly Assigned[],
  diagnostics: Collector,
): void {
  const sorted = assigned.toSorted((a, b) => (a.network.first < b.network.first ? -1 : 1));
  const taken = sorted.map(({ network }) => network);
  let widest = sorted[0];
  for (const one of sorted.slice(1)) {
    if (widest !== undefined && cidrsOverlap(widest.network, one.network)) {
      const [other, node] = [widest.node, one.node].toSorted(byName);
      if (other === undefined || node === undefined) continue;
      const free = firstFree(pods, profile.network.nodeMask, taken);
      if (free !== undefined) taken.push(free);
      diagnostics.report('plan/pod-cidr-collision', node.path, {
        node: node.name,
        other: other.name,
        cidr: formatCidr(one.network),
        free: free && formatCidr(free),
      });
    }
    if (widest === undefined || one.network.last > widest.network.last) widest = one;
  }
}

/** At most so many parts are looked at, so that a hint never costs more than the build. */
const searchLimit = 65_536n;

function firstFree(pods: Cidr, mask: number, taken: readonly Cidr[]): Cidr | undefined {
  const used = new Set(taken.map((network) => network.first));
  const wide = taken.filter((network) => network.prefix < mask);
  const parts = partsOf(pods, mask);
  for (let index = 0n; index < parts && index < searchLimit; index++) {
    const part = subnetAt(pods, mask, index);
    if (!used.has(part.first) && !wide.some((network) => cidrsOverlap(network, part))) return part;
  }
  return undefined;
}

function byName(a: ClusterNode, b: ClusterNode): number {
  return a.name < b.name ? -1 : 1;
}
