import { isKnownGroup, isKnownUser } from './known-system.ts';
import type { Machine } from './model.ts';
import type { Report } from './report.ts';

/** Every owner is root, declared, or on every system. Raises machine/unknown-owner. */
export function checkOwners(machine: Machine, report: Report): void {
  const users = new Set(machine.users.map((user) => user.name));
  const groups = new Set([...users, ...machine.users.flatMap((user) => user.groups)]);
  for (const { path, user, group, from } of [...machine.files, ...machine.directories]) {
    const missing = [
      ...(users.has(user) || isKnownUser(user) ? [] : [`the user ${user}`]),
      ...(groups.has(group) || isKnownGroup(group) ? [] : [`the group ${group}`]),
    ];
    for (const owner of missing) {
      report('machine/unknown-owner', from, { path, owner, component: from.component });
    }
  }
}
