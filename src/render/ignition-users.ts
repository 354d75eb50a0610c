import type { Machine, MachineDirectory, MachineFile, MachineUser } from '../machine/model.ts';
import { sortBy } from '../text/compare.ts';

/** Groups that every supported operating system has. */
const everywhere = ['root', 'sudo', 'wheel', 'adm', 'docker', 'systemd-journal'];

/**
 * `passwd.users`: system accounts get no home directory, as with cloud-init. Sudo rules are files. SSH keys are
 * Ignition's own on Flatcar and Fedora CoreOS, see `authorizedKeys` for the others.
 */
export function ignitionUsers(machine: Machine): object[] {
  const native = !readsPlainKeys(machine);
  return machine.users.map((user) => ({
    name: user.name,
    ...(user.system ? { system: true, noCreateHome: true } : {}),
    ...(user.home === undefined ? {} : { homeDir: user.home }),
    ...(user.shell === undefined ? {} : { shell: user.shell }),
    ...(user.groups.length === 0 ? {} : { groups: user.groups }),
    ...(user.passwordHash === undefined ? {} : { passwordHash: user.passwordHash }),
    ...(native && user.sshKeys.length > 0 ? { sshAuthorizedKeys: user.sshKeys } : {}),
  }));
}

/** `passwd.groups`: the supplementary groups that no operating system brings and that are no user's own. */
export function ignitionGroups(users: readonly MachineUser[]): object[] {
  const known = new Set([...everywhere, ...users.map((user) => user.name)]);
  const wanted = new Set(users.flatMap((user) => user.groups).filter((name) => !known.has(name)));
  return sortBy(wanted, (name) => name).map((name) => ({ name, system: true }));
}

/**
 * Ignition writes SSH keys to `.ssh/authorized_keys.d/ignition`, which the sshd of Debian and Ubuntu does not
 * read: there they are files like any other.
 */
export function authorizedKeys(machine: Machine): {
  readonly directories: readonly MachineDirectory[];
  readonly files: readonly MachineFile[];
} {
  const users = machine.users.filter(
    ({ sshKeys }) => sshKeys.length > 0 && readsPlainKeys(machine),
  );
  const owned = users.map(({ name, home, sshKeys, from }) => ({
    directory: `${home ?? `/home/${name}`}/.ssh`,
    content: sshKeys.map((key) => `${key}\n`).join(''),
    owner: { user: name, group: name, from },
  }));
  return {
    directories: owned.map(({ directory, owner }) => ({ path: directory, mode: 0o700, ...owner })),
    files: owned.map(({ directory, content, owner }) => ({
      path: `${directory}/authorized_keys`,
      content,
      mode: 0o600,
      secrets: [],
      ...owner,
    })),
  };
}

function readsPlainKeys(machine: Machine): boolean {
  return machine.networkRenderer === 'netplan';
}
