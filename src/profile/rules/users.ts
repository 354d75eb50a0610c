import type { Rule } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

/** Accounts that services run as, or that the system needs. */
const managed = new Set([
  'etcd',
  'haproxy',
  'nobody',
  'daemon',
  'bin',
  'sys',
  'messagebus',
  'sshd',
  'systemd-network',
  'systemd-resolve',
  'systemd-timesync',
]);

/** Logins are named once per list and are nobody's account but a person's. */
export const checkUsers: Rule = ({ profile }, diagnostics) => {
  for (const { settings, path } of settingsLayers(profile)) {
    const seen = new Set<string>();
    for (const [index, user] of (settings.users ?? []).entries()) {
      if (user?.name === undefined) continue;
      const at = [...path, 'users', index, 'name'];
      if (managed.has(user.name)) {
        diagnostics.report('profile/managed-user', at, { user: user.name });
      }
      if (seen.has(user.name)) {
        diagnostics.report('profile/duplicate-entry', at, { kind: 'user', name: user.name });
      }
      seen.add(user.name);
    }
  }
};
