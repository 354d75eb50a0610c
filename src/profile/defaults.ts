import type { RoleName } from './schema/names.ts';
import type { Profile } from './schema/profile.ts';

type MachineProfile = Profile['machines'][number];
type Settings = Profile['defaults'];

/** What `defaults`, the machine's roles and the machine itself say together; nothing is missing. */
export interface MachineSettings {
  readonly os: NonNullable<Settings['os']>;
  readonly arch: NonNullable<Settings['arch']>;
  /** Undefined: as the operating system reads it. */
  readonly format: Profile['target']['format'];
  readonly platform: NonNullable<Settings['platform']>;
  readonly delivery: NonNullable<Settings['delivery']>;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: NonNullable<Settings['taints']>;
  readonly users: NonNullable<Settings['users']>;
  readonly files: NonNullable<Settings['files']>;
  readonly units: NonNullable<Settings['units']>;
  readonly packages: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly modules: readonly string[];
  readonly kubeletConfig: Readonly<Record<string, unknown>>;
}

/**
 * Merges the settings of one machine, from far to near: `defaults`, `roles.<role>` in the fixed order
 * etcd, controller, worker, frontend, then the machine. Scalars: the nearest wins. Maps (labels, sysctls,
 * kubelet.config, the latter deeply) merge by key, the nearest wins. Lists add up in that order; of entries
 * with one identity (user name, file path, unit name, taint key and effect) the nearest stays, at the place
 * of the first.
 */
export function settingsOf(profile: Profile, machine: MachineProfile): MachineSettings {
  const layers = layersOf(profile, machine);
  return {
    os: nearest(layers.map((layer) => layer.os)) ?? profile.target.os,
    arch: nearest(layers.map((layer) => layer.arch)) ?? profile.target.arch,
    format: nearest(layers.map((layer) => layer.format)) ?? profile.target.format,
    platform: nearest(layers.map((layer) => layer.platform)) ?? profile.target.platform,
    delivery: nearest(layers.map((layer) => layer.delivery)) ?? profile.target.delivery,
    labels: Object.assign({}, ...layers.map((layer) => layer.labels)),
    taints: addUp(layers, 'taints', (taint) => `${taint.key}:${taint.effect}`),
    users: addUp(layers, 'users', (user) => user.name),
    files: addUp(layers, 'files', (file) => file.path),
    units: addUp(layers, 'units', (unit) => unit.name),
    packages: [...new Set(layers.flatMap((layer) => layer.packages ?? []))],
    modules: [...new Set(layers.flatMap((layer) => layer.modules ?? []))],
    sysctls: Object.fromEntries(
      layers.flatMap((layer) =>
        Object.entries(layer.sysctls ?? {}).map(([key, value]) => [key, String(value)]),
      ),
    ),
    kubeletConfig: layers.reduce<Record<string, unknown>>(
      (merged, layer) => mergeDeep(merged, layer.kubelet?.config ?? {}),
      profile.kubernetes.kubelet.config,
    ),
  };
}

const roleOrder: readonly RoleName[] = ['etcd', 'controller', 'worker', 'frontend'];

function layersOf(profile: Profile, machine: MachineProfile): Settings[] {
  const roles = roleOrder.filter((role) => machine.roles.includes(role));
  return [profile.defaults, ...roles.map((role) => profile.roles[role] ?? {}), machine];
}

function nearest<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  return values.findLast((value) => value !== undefined);
}

function addUp<Key extends 'taints' | 'users' | 'files' | 'units'>(
  layers: readonly Settings[],
  key: Key,
  identity: (entry: NonNullable<Settings[Key]>[number]) => string,
): NonNullable<Settings[Key]>[number][] {
  const entries = new Map<string, NonNullable<Settings[Key]>[number]>();
  for (const layer of layers) {
    for (const entry of layer[key] ?? []) entries.set(identity(entry), entry);
  }
  return [...entries.values()];
}

function mergeDeep(
  below: Readonly<Record<string, unknown>>,
  above: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const base = merged[key];
    merged[key] = isMap(base) && isMap(value) ? mergeDeep(base, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
