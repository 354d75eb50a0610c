import { formatsOf, machinesOf, osOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

const immutable = new Set(['flatcar', 'fedora-coreos']);

/** Flatcar and Fedora CoreOS get Ignition documents and no packages. */
export const checkFormats: Rule = ({ profile, wrote }, diagnostics) => {
  const reported = new Set<string>();
  const once = (path: readonly (string | number)[]) => {
    const key = path.join('\n');
    return reported.has(key) ? false : reported.add(key).size > 0;
  };
  for (const placed of machinesOf(profile)) {
    const found = osOf(profile, placed);
    if (found === undefined || !immutable.has(found.os)) continue;
    const { os } = found;
    const asked = formatsOf(profile, placed);
    const isOwn = asked !== undefined && asked.path[0] !== 'target';
    const at = wrote(found.path) && !isOwn ? found.path : (asked?.path ?? found.path);
    if (asked?.formats.includes('cloud-init') && once(at)) {
      diagnostics.report('profile/format-unsupported', at, { os, format: 'cloud-init' });
    }
    const layers = [
      ['defaults', 'packages'],
      ...(placed.machine.roles ?? []).flatMap((role) =>
        role === undefined ? [] : [['roles', role, 'packages']],
      ),
      [...placed.path, 'packages'],
    ];
    for (const path of layers) {
      if (!wrote([...path, 0]) || !once(path)) continue;
      diagnostics.report('profile/packages-unsupported', path, { os });
    }
  }
};
