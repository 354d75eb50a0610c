import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** A UUID or a serial number belongs to one machine. */
export const checkHardwareOnce: Rule = ({ profile }, diagnostics) => {
  for (const key of ['uuid', 'serial'] as const) {
    const owners = new Map<string, string>();
    for (const { machine, path, label } of machinesOf(profile)) {
      const value = key === 'uuid' ? machine.uuid?.toLowerCase() : machine.serial;
      if (value === undefined) continue;
      const first = owners.get(value);
      if (first === undefined) owners.set(value, label);
      else
        diagnostics.report('profile/duplicate-hardware-id', [...path, key], { key, value, first });
    }
  }
};
