import type { Rule } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

const managed = /^((kubelet|etcd|containerd|haproxy)\.service|clusterseed-.*)$/;

/** Units of the profile replace none of ours; a list names a unit, and a unit a drop-in, once. */
export const checkUnits: Rule = ({ profile }, diagnostics) => {
  for (const { settings, path } of settingsLayers(profile)) {
    const seen = new Set<string>();
    for (const [index, unit] of (settings.units ?? []).entries()) {
      if (unit?.name === undefined) continue;
      const at = [...path, 'units', index];
      const replaces = unit.content !== undefined || unit.enabled !== true;
      if (managed.test(unit.name) && replaces) {
        diagnostics.report('profile/managed-unit', [...at, 'name'], { unit: unit.name });
      }
      if (seen.has(unit.name)) {
        const args = { kind: 'unit', name: unit.name };
        diagnostics.report('profile/duplicate-entry', [...at, 'name'], args);
      }
      seen.add(unit.name);
      const names = (unit.dropIns ?? []).map((dropIn) => dropIn?.name);
      for (const [position, name] of names.entries()) {
        if (name === undefined || names.indexOf(name) === position) continue;
        const where = [...at, 'dropIns', position, 'name'];
        diagnostics.report('profile/duplicate-entry', where, { kind: 'drop-in', name });
      }
    }
  }
};
