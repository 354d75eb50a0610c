import type { Collector } from '../../diagnostics/collector.ts';
import { cidrContains, formatCidr, parseCidr } from '../../net/address.ts';
import type { ProfileDraft } from '../draft.ts';
import { addressOf, machinesOf, type PlacedMachine } from './machines-of.ts';
import type { Rule } from './rule.ts';
import { edgeOf } from './subnet-edge.ts';

/** Every machine's address lies in a declared subnet, if there are any, and is one that a host can have. */
export const checkAddressesInSubnets: Rule = ({ profile }, diagnostics) => {
  const subnets = declaredSubnets(profile);
  for (const placed of machinesOf(profile)) checkAddress(placed, subnets, diagnostics);
};

/** The declared subnets; undefined when one of them is not valid, so that nothing can be said. */
function declaredSubnets(profile: ProfileDraft): string[] | undefined {
  const cidrs = profile.network?.subnets?.map((subnet) => subnet?.cidr);
  return cidrs?.every((cidr) => cidr !== undefined) ? cidrs : undefined;
}

function checkAddress(
  { machine, path }: PlacedMachine,
  subnets: readonly string[] | undefined,
  diagnostics: Collector,
): void {
  const placed = addressOf(machine);
  if (placed === undefined) return;
  const { address, prefix, network } = placed;
  const at = [...path, 'address'];
  const why = edgeOf(network, address);
  if (why !== undefined) {
    const args = { address, subnet: formatCidr(network), why };
    diagnostics.report('profile/unusable-address', at, args);
  }
  if (subnets === undefined || subnets.length === 0) return;
  const subnet = subnets.find((cidr) => cidrContains(parseCidr(cidr), address));
  if (subnet === undefined) {
    diagnostics.report('profile/outside-subnets', at, { address, subnets: subnets.slice(0, 6) });
  } else if (parseCidr(subnet).prefix !== prefix) {
    diagnostics.report('profile/prefix-mismatch', at, { address, prefix, subnet });
  }
}
