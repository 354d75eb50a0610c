import type { Rule } from './rule.ts';

/** Every addon is named once. */
export const checkAddonsOnce: Rule = ({ profile }, diagnostics) => {
  const seen = new Set<string>();
  for (const [index, addon] of (profile.addons ?? []).entries()) {
    const name = typeof addon === 'object' ? addon.manifest : addon;
    if (name === undefined) continue;
    if (seen.has(name)) {
      diagnostics.report('profile/duplicate-entry', ['addons', index], { kind: 'addon', name });
    }
    seen.add(name);
  }
};
