import { type Cidr, parseAddress } from '../../net/address.ts';

/** Why no host can have the address in this IPv4 network, if so; networks of /31 and /32 have no edges (RFC 3021). */
export function edgeOf(network: Cidr, address: string): 'network' | 'broadcast' | undefined {
  const { value, family } = parseAddress(address);
  if (family !== 4 || network.prefix > 30) return undefined;
  if (value === network.first) return 'network';
  return value === network.last ? 'broadcast' : undefined;
}
