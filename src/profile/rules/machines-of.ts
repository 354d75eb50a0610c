import type { Path } from '../../diagnostics/diagnostic.ts';
import { type Cidr, parseCidr } from '../../net/address.ts';
import type { MachineDraft, ProfileDraft } from '../draft.ts';
import type { FormatName, OperatingSystemName, RoleName } from '../schema/names.ts';

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
  placed: PlacedMachine,
): { readonly os: OperatingSystemName; readonly path: Path } | undefined {
  const found = nearestSetting(profile, placed, 'os');
  return found && { os: found.value, path: found.path };
}

/** The formats that are asked of a machine's documents, and the place that says so; undefined: those of its system. */
export function formatsOf(
  profile: ProfileDraft,
  placed: PlacedMachine,
): { readonly formats: readonly (FormatName | undefined)[]; readonly path: Path } | undefined {
  const found = nearestSetting(profile, placed, 'format');
  return found && { formats: [found.value].flat(), path: found.path };
}

function nearestSetting<Key extends 'os' | 'format'>(
  profile: ProfileDraft,
  { machine, path }: PlacedMachine,
  key: Key,
): { readonly value: NonNullable<MachineDraft[Key]>; readonly path: Path } | undefined {
  const roles = roleOrder.filter((role) => machine.roles?.includes(role));
  const layers = [
    { settings: machine, path },
    ...roles.map((role) => ({ settings: profile.roles?.[role], path: ['roles', role] })),
    { settings: profile.defaults, path: ['defaults'] },
    { settings: profile.target, path: ['target'] },
  ];
  for (const layer of layers) {
    const value: MachineDraft[Key] = layer.settings?.[key];
    if (value !== undefined && value !== null) return { value, path: [...layer.path, key] };
  }
  return undefined;
}

/** Whether a kubelet runs there. */
export function runsKubelet(machine: MachineDraft): boolean {
  return machine.roles?.some((role) => role === 'controller' || role === 'worker') === true;
}
