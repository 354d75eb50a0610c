import { machinesWithRole } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** Controllers, and etcd members, do not all run on one hypervisor host. */
export const checkSharedHost: Rule = ({ profile }, diagnostics) => {
  for (const role of ['controller', 'etcd'] as const) {
    const machines = machinesWithRole(profile, role);
    const [first] = machines;
    const host = first?.machine.host;
    if (first === undefined || host === undefined || machines.length < 2) continue;
    if (!machines.every(({ machine }) => machine.host === host)) continue;
    const args = { role, host: host.slice(0, 60), machines: machines.length };
    diagnostics.report('profile/shared-host', [...first.path, 'host'], args);
  }
};
