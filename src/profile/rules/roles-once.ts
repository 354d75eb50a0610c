import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** A machine names every role once. */
export const checkRolesOnce: Rule = ({ profile }, diagnostics) => {
  for (const { machine, path } of machinesOf(profile)) {
    for (const [index, role] of (machine.roles ?? []).entries()) {
      if (role === undefined || machine.roles?.indexOf(role) === index) continue;
      diagnostics.report('profile/duplicate-role', [...path, 'roles', index], { role });
    }
  }
};
