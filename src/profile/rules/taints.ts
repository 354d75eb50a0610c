import { labelValueProblem, qualifiedNameProblem } from './label-syntax.ts';
import type { Rule } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

/** Taints are well formed, and a list names a key and effect once. */
export const checkTaints: Rule = ({ profile }, diagnostics) => {
  for (const { settings, path } of settingsLayers(profile)) {
    const seen = new Set<string>();
    for (const [index, taint] of (settings.taints ?? []).entries()) {
      if (taint?.key === undefined) continue;
      const at = [...path, 'taints', index];
      const keyProblem = qualifiedNameProblem(taint.key);
      const problem = keyProblem ?? labelValueProblem(taint.value ?? '');
      const shown = `${taint.key}=${taint.value ?? ''}:${taint.effect ?? ''}`.slice(0, 120);
      if (problem !== undefined) {
        const where = [...at, keyProblem === undefined ? 'value' : 'key'];
        diagnostics.report('profile/invalid-taint', where, { taint: shown, problem });
      }
      const identity = `${taint.key}:${taint.effect}`;
      if (taint.effect !== undefined && seen.has(identity)) {
        diagnostics.report('profile/duplicate-entry', at, { kind: 'taint', name: identity });
      }
      seen.add(identity);
    }
  }
};
