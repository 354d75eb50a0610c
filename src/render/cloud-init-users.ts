import type { MachineUser } from '../machine/model.ts';

/** cloud-init's `users`: the image's own default user stays, ours follow. Sudo rules are files of the machine. */
export function cloudInitUsers(users: readonly MachineUser[]): (string | object)[] {
  return ['default', ...users.map(formatUser)];
}

function formatUser(user: MachineUser): object {
  const { name, system, home, shell, groups, sshKeys, passwordHash } = user;
  return {
    name,
    ...(system ? { system: true } : {}),
    ...(home === undefined ? {} : { homedir: home }),
    ...(shell === undefined ? {} : { shell }),
    ...(groups.length === 0 ? {} : { groups: groups.join(', ') }),
    lock_passwd: passwordHash === undefined,
    ...(passwordHash === undefined ? {} : { hashed_passwd: passwordHash }),
    ...(sshKeys.length === 0 ? {} : { ssh_authorized_keys: sshKeys }),
  };
}
