import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** Names that mean something else on a node, in the API server's certificate or in our list of links. */
const reserved = new Set(['localhost', 'kubernetes', 'person', 'pods']);

/** Names of machines are unique and free. */
export const checkMachineNames: Rule = ({ profile }, diagnostics) => {
  const seen = new Map<string, number>();
  for (const { machine, path } of machinesOf(profile)) {
    const { name } = machine;
    if (name === undefined) continue;
    if (reserved.has(name))
      diagnostics.report('profile/reserved-name', [...path, 'name'], { name });
    const first = seen.get(name);
    if (first === undefined) seen.set(name, Number(path[1]) + 1);
    else diagnostics.report('profile/duplicate-name', [...path, 'name'], { name, first });
  }
};
