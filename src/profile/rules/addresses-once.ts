import { normalizeAddress } from '../../net/address.ts';
import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** Addresses and MAC addresses belong to one machine; gateways and name servers of the site are no machines. */
export const checkAddressesOnce: Rule = ({ profile }, diagnostics) => {
  const addresses = new Map<string, string>();
  const macs = new Map<string, string>();
  for (const subnet of profile.network?.subnets ?? []) {
    const gateway = subnet?.gateway;
    if (gateway !== undefined) addresses.set(normalizeAddress(gateway), 'a gateway');
  }
  const gateways = new Set(addresses.keys());
  for (const { machine, path, label } of machinesOf(profile)) {
    const value = machine.address?.split('/')[0];
    if (value !== undefined && !gateways.has(normalizeAddress(value))) {
      const first = addresses.get(normalizeAddress(value));
      if (first === undefined) addresses.set(normalizeAddress(value), label);
      else diagnostics.report('profile/duplicate-address', [...path, 'address'], { value, first });
    }
    const mac = machine.mac?.toLowerCase();
    const owner = mac === undefined ? undefined : macs.get(mac);
    if (mac !== undefined && owner !== undefined) {
      const args = { value: mac, first: owner };
      diagnostics.report('profile/duplicate-mac', [...path, 'mac'], args);
    } else if (mac !== undefined) macs.set(mac, label);
  }
};
