import type { MachineUnit, Origin } from '../machine/model.ts';
import type { Process } from '../machine/process.ts';
import { type SettingsLayer, settingsLayers } from '../profile/rules/settings-layers.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { ConfigFile } from './config-references.ts';
import type { WorldInput } from './world.ts';

type Programs = 'apiServer' | 'controllerManager' | 'scheduler' | 'kubelet';

const extraArgs: Readonly<Record<string, Programs>> = {
  'kube-apiserver': 'apiServer',
  'kube-controller-manager': 'controllerManager',
  'kube-scheduler': 'scheduler',
  kubelet: 'kubelet',
};

/** The default of etcd.dataDir. */
const usualDataDir = '/var/lib/etcd';

function ofProfile(path: Origin['path']): Origin {
  return { component: 'profile', path };
}

/** Whose doing a flag is: the profile’s, when its extraArgs give it, else the component’s. */
export function blameFlag(
  { cluster: { profile } }: Pick<WorldInput, 'cluster'>,
  { program, from }: Process,
  flag: string,
): Origin {
  const key = extraArgs[program];
  if (key !== undefined && Object.hasOwn(profile.kubernetes[key].extraArgs, flag)) {
    return ofProfile(['kubernetes', key, 'extraArgs', flag]);
  }
  if (program !== 'etcd') return from;
  if (Object.hasOwn(profile.etcd.extraArgs, flag)) return ofProfile(['etcd', 'extraArgs', flag]);
  const isOwn = flag === 'data-dir' && profile.etcd.dataDir !== usualDataDir;
  return isOwn ? ofProfile(['etcd', 'dataDir']) : from;
}

/** Whose doing a field of a configuration is: the profile’s, when it gives its topmost key, else the component’s. */
export function blameField(
  world: Pick<WorldInput, 'cluster' | 'node'>,
  { process, from }: ConfigFile,
  key: string,
): Origin {
  const [top = ''] = key.split('.');
  const { kubelet, scheduler } = world.cluster.profile.kubernetes;
  if (process.program === 'kube-scheduler' && Object.hasOwn(scheduler.config, top)) {
    return ofProfile(['kubernetes', 'scheduler', 'config', top]);
  }
  if (process.program !== 'kubelet') return from;
  const layer = layersOf(world).findLast(({ settings }) =>
    Object.hasOwn(settings.kubelet?.config ?? {}, top),
  );
  if (layer !== undefined) return ofProfile([...layer.path, 'kubelet', 'config', top]);
  return Object.hasOwn(kubelet.config, top)
    ? ofProfile(['kubernetes', 'kubelet', 'config', top])
    : from;
}

/** The line of a file or unit of the profile’s; everything else is as it was. */
export function blameItem(
  world: Pick<WorldInput, 'cluster' | 'node'>,
  from: Origin,
  item: { readonly file?: string; readonly unit?: string },
): Origin {
  if (from.component !== 'profile') return from;
  for (const { settings, path } of layersOf(world).toReversed()) {
    const file = (settings.files ?? []).findIndex((each) => each?.path === item.file);
    if (item.file !== undefined && file >= 0) return ofProfile([...path, 'files', file, 'path']);
    const unit = (settings.units ?? []).findIndex((each) => each?.name === item.unit);
    if (item.unit !== undefined && unit >= 0) return ofProfile([...path, 'units', unit, 'name']);
  }
  return from;
}

/** Whose doing a line of a unit is: the profile’s, when a drop-in of its own has it, else the unit’s. */
export function blameUnit(
  world: Pick<WorldInput, 'cluster' | 'node'>,
  { name, from }: Pick<MachineUnit, 'name' | 'from'>,
  line: string,
): Origin {
  const isOwn = layersOf(world)
    .flatMap(({ settings }) => settings.units ?? [])
    .some(
      (unit) =>
        unit?.name === name && unit.dropIns?.some((dropIn) => dropIn?.content?.includes(line)),
    );
  return blameItem(world, isOwn ? ofProfile(from.path) : from, { unit: name });
}

interface Layers {
  /** Those of defaults and roles. */
  readonly shared: readonly SettingsLayer[];
  /** Those of machines, by their path. */
  readonly own: ReadonlyMap<string, readonly SettingsLayer[]>;
}

const layersOfProfile = new WeakMap<Profile, Layers>();

/** The settings that make a node, the weakest first. */
function layersOf({
  cluster: { profile },
  node,
}: Pick<WorldInput, 'cluster' | 'node'>): readonly SettingsLayer[] {
  const { shared, own } = layersOfProfile.get(profile) ?? groupLayers(profile);
  const isOf = ({ path: [kind, role] }: SettingsLayer) =>
    kind === 'defaults' || node.roles.some((each) => each === role);
  return [...shared.filter(isOf), ...(own.get(node.path.join()) ?? [])];
}

/** Found once for a profile: a cluster may have thousands of machines. */
function groupLayers(profile: Profile): Layers {
  const isShared = ({ path: [kind] }: SettingsLayer) => kind === 'defaults' || kind === 'roles';
  const all = settingsLayers(profile);
  const own = Map.groupBy(
    all.filter((layer) => !isShared(layer)),
    ({ path }) => path.join(),
  );
  const layers = { shared: all.filter(isShared), own };
  layersOfProfile.set(profile, layers);
  return layers;
}
