import { machinesOf, machinesWithRole, rolesAreKnown } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** The cluster has a store, an API server and somewhere to run pods; the store has a sensible size. */
export const checkQuorum: Rule = ({ profile }, diagnostics) => {
  if (!rolesAreKnown(profile) || machinesOf(profile).length === 0) return;
  const at = ['machines'];
  const members = machinesWithRole(profile, 'etcd').length;
  const controllers = machinesWithRole(profile, 'controller').length;
  const workers = machinesWithRole(profile, 'worker').length;
  const onKey = { onKey: true };
  if (members === 0) diagnostics.report('profile/no-etcd', at, {}, onKey);
  else if (members % 2 === 0) diagnostics.report('profile/even-etcd', at, { members }, onKey);
  if (members > 7) diagnostics.report('profile/many-etcd', at, { members }, onKey);
  if (controllers === 0) diagnostics.report('profile/no-controller', at, {}, onKey);
  if (workers === 0 && controllers > 1) {
    diagnostics.report('profile/no-worker', at, { controllers }, onKey);
  }
};
