import { parseCidr } from '../../net/address.ts';
import type { MachineGroup, PackageMachine } from '../packager.ts';

/** The family of addresses that a group's machines have. */
export function familyOf({ name }: MachineGroup, machines: readonly PackageMachine[]): 4 | 6 {
  const member = machines.find(({ group }) => group === name);
  return member === undefined ? 4 : parseCidr(member.subnet).family;
}
