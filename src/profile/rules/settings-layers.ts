import type { Path } from '../../diagnostics/diagnostic.ts';
import type { Draft, ProfileDraft } from '../draft.ts';
import { roleNames } from '../schema/names.ts';
import type { Profile } from '../schema/profile.ts';
import { machinesOf } from './machines-of.ts';

export interface SettingsLayer {
  readonly settings: Draft<Profile['defaults']>;
  readonly path: Path;
}

/** Every place that gives settings to machines: defaults, the roles, each machine. */
export function settingsLayers(profile: ProfileDraft): SettingsLayer[] {
  const layers: SettingsLayer[] = [];
  if (profile.defaults !== undefined) {
    layers.push({ settings: profile.defaults, path: ['defaults'] });
  }
  for (const role of roleNames) {
    const settings = profile.roles?.[role];
    if (settings !== undefined) layers.push({ settings, path: ['roles', role] });
  }
  const machines = machinesOf(profile).map(({ machine, path }) => ({ settings: machine, path }));
  return [...layers, ...machines];
}
