import { type Cidr, formatCidr, parseCidr } from '../../net/address.ts';
import type { Rule } from './rule.ts';

/** Host bits that kube-apiserver takes (validateMaxCIDRRange in cmd/kube-apiserver/app/options). */
const mostBits = 20;

/** The service network has a size that kube-apiserver accepts and room for the DNS service. */
export const checkServiceNetwork: Rule = ({ profile }, diagnostics) => {
  const services = profile.network?.services;
  if (services === undefined) return;
  const network = parseCidr(services);
  const bits = (network.family === 4 ? 32 : 128) - network.prefix;
  const path = ['network', 'services'];
  if (bits > mostBits) {
    const fit = resize(network, mostBits);
    diagnostics.report('profile/services-too-large', path, { services, fit });
  }
  const leastBits = profile.network?.dnsService === undefined ? 4 : 3;
  if (bits < leastBits) {
    const fit = resize(network, leastBits);
    const args = { services, needed: 2 ** leastBits, fit };
    diagnostics.report('profile/services-too-small', path, args);
  }
};

function resize(network: Cidr, bits: number): string {
  const prefix = (network.family === 4 ? 32 : 128) - bits;
  const first = (network.first >> BigInt(bits)) << BigInt(bits);
  return formatCidr({ ...network, prefix, first });
}
