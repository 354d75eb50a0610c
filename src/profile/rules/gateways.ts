import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import {
  type Cidr,
  cidrContains,
  formatCidr,
  normalizeAddress,
  parseCidr,
} from '../../net/address.ts';
import { addressOf, machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';
import { edgeOf } from './subnet-edge.ts';

/** A gateway lies in its subnet, can be a host, and is not the machine itself. */
export const checkGateways: Rule = ({ profile }, diagnostics) => {
  const subnets = profile.network?.subnets ?? [];
  for (const [index, subnet] of subnets.entries()) {
    if (subnet?.cidr === undefined || subnet.gateway === undefined) continue;
    const path = ['network', 'subnets', index, 'gateway'];
    checkGateway(subnet.gateway, parseCidr(subnet.cidr), path, diagnostics);
  }
  for (const { machine, path } of machinesOf(profile)) {
    const placed = addressOf(machine);
    if (placed === undefined) continue;
    const inherited = subnets.find(
      (subnet) =>
        subnet?.cidr !== undefined && cidrContains(parseCidr(subnet.cidr), placed.address),
    )?.gateway;
    const gateway = machine.gateway ?? inherited;
    if (gateway === undefined) continue;
    const at = [...path, machine.gateway === undefined ? 'address' : 'gateway'];
    if (machine.gateway !== undefined) checkGateway(gateway, placed.network, at, diagnostics);
    if (normalizeAddress(gateway) === normalizeAddress(placed.address)) {
      diagnostics.report('profile/gateway-own-address', at, { gateway });
    }
  }
};

function checkGateway(gateway: string, network: Cidr, path: Path, diagnostics: Collector): void {
  const subnet = formatCidr(network);
  if (!cidrContains(network, gateway)) {
    // IPv6 routers are usually named by their link-local address (RFC 4861).
    if (/^fe[89ab]/i.test(gateway)) return;
    diagnostics.report('profile/gateway-outside', path, { gateway, network: subnet });
    return;
  }
  const why = edgeOf(network, gateway);
  if (why !== undefined) {
    diagnostics.report('profile/unusable-address', path, { address: gateway, subnet, why });
  }
}
