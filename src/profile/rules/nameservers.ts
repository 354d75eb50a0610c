import { cidrContains, parseCidr } from '../../net/address.ts';
import { addressOf, machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** A machine with a static address knows a name server. */
export const checkNameservers: Rule = ({ profile }, diagnostics) => {
  if ((profile.network?.nameservers ?? []).length > 0) return;
  for (const { machine, path, label } of machinesOf(profile)) {
    const placed = addressOf(machine);
    if (placed === undefined || machine.addressing === 'dhcp') continue;
    const subnet = (profile.network?.subnets ?? []).find(
      (each) => each?.cidr !== undefined && cidrContains(parseCidr(each.cidr), placed.address),
    );
    const gateway = machine.gateway ?? subnet?.gateway;
    const isStatic = machine.addressing === 'static' || gateway !== undefined;
    if (isStatic && (subnet?.nameservers ?? []).length === 0) {
      diagnostics.report('profile/no-nameserver', [...path, 'address'], { machine: label });
    }
  }
};
