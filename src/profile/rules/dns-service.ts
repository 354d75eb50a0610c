import { addressAt, cidrContains, parseAddress, parseCidr } from '../../net/address.ts';
import type { Rule } from './rule.ts';

/** The DNS service's address is inside the service network and not one that is taken. */
export const checkDnsService: Rule = ({ profile }, diagnostics) => {
  const services = profile.network?.services;
  const address = profile.network?.dnsService;
  if (services === undefined || address === undefined) return;
  const network = parseCidr(services);
  const path = ['network', 'dnsService'];
  const suggestion = addressAt(network, network.last - network.first > 10n ? 10 : 2);
  if (!cidrContains(network, address)) {
    diagnostics.report('profile/dns-service-outside', path, { address, services, suggestion });
    return;
  }
  const offset = parseAddress(address).value - network.first;
  const why = reservedBy(offset, network.last - network.first);
  if (why !== undefined) {
    diagnostics.report('profile/dns-service-reserved', path, { address, why, suggestion });
  }
};

function reservedBy(offset: bigint, last: bigint): string | undefined {
  if (offset === 0n) return 'the address of the network itself';
  if (offset === 1n) return 'the address of the API service';
  return offset === last ? 'the last of the service network' : undefined;
}
