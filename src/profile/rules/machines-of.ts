import type { Path } from '../../diagnostics/diagnostic.ts';
import { type Cidr, parseCidr } from '../../net/address.ts';
import type { MachineDraft, ProfileDraft } from '../draft.ts';
import type { OperatingSystemName, RoleName } from '../schema/names.ts';

export interface PlacedMachine {
  readonly machine: MachineDraft;
  readonly path: Path;
  /** Name for messages, also for a machine without a valid one. */
  readonly label: string;
}

/** The machines of which something is valid, with their places. */
export function machinesOf(profile: ProfileDraft): PlacedMachine[] {
  return (profile.machines ?? []).flatMap((machine, index) =>
    machine === undefined
      ? []
      : [
          {
            machine,
            path: ['machines', index],
            label: machine.name === undefined ? `machine number ${index + 1}` : machine.name,
          },
        ],
  );
}

/** Whether the roles of all machines are known, so that a missing role is really missing. */
export function rolesAreKnown(profile: ProfileDraft): boolean {
  return (
    profile.machines?.every(
      (machine) =>
        machine?.roles !== undefined &&
        machine.roles.length > 0 &&
        machine.roles.every((role) => role !== undefined),
    ) === true
  );
}

export function machinesWithRole(profile: ProfileDraft, role: RoleName): PlacedMachine[] {
  return machinesOf(profile).filter(({ machine }) => machine.roles?.includes(role));
}

/** The bare address of a machine and the network that its prefix length spans. */
export function addressOf(
  machine: MachineDraft,
): { readonly address: string; readonly prefix: number; readonly network: Cidr } | undefined {
  if (machine.address === undefined) return undefined;
  const [address = '', prefix = ''] = machine.address.split('/');
  return { address, prefix: Number(prefix), network: parseCidr(machine.address) };
}

const roleOrder: readonly RoleName[] = ['frontend', 'worker', 'controller', 'etcd'];

/** The operating system of a machine and the place that says so (nearest of machine, roles, defaults, target). */
export function osOf(
  profile: ProfileDraft,
  { machine, path }: PlacedMachine,
): { readonly os: OperatingSystemName; readonly path: Path } | undefined {
  if (machine.os !== undefined) return { os: machine.os, path: [...path, 'os'] };
  for (const role of roleOrder) {
    const os = machine.roles?.includes(role) ? profile.roles?.[role]?.os : undefined;
    if (os !== undefined) return { os, path: ['roles', role, 'os'] };
  }
  if (profile.defaults?.os !== undefined) {
    return { os: profile.defaults.os, path: ['defaults', 'os'] };
  }
  const os = profile.target?.os;
  return os && { os, path: ['target', 'os'] };
}

/** Whether a kubelet runs there. */
export function runsKubelet(machine: MachineDraft): boolean {
  return machine.roles?.some((role) => role === 'controller' || role === 'worker') === true;
}
