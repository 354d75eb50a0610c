import type { Collector } from '../diagnostics/collector.ts';

/** Stages whose warnings depend on the profile alone, and are all known once it is checked. */
const settled = new Set(['profile', 'plan', 'components', 'artifacts', 'intent']);

/**
 * Reports accept/stale for what the profile accepts and does not have. To be called when every check of the profile
 * has run; an accept of a mistaken code was reported as such, and CIS items are judged by the CIS report.
 */
export function reportStaleAccepts(
  diagnostics: Pick<Collector, 'report' | 'unusedAcceptances' | 'hasErrors'>,
): void {
  if (diagnostics.hasErrors()) return;
  for (const { code, path } of diagnostics.unusedAcceptances) {
    const [stage = ''] = code.split('/');
    if (settled.has(stage)) diagnostics.report('accept/stale', [...path, 'code'], { code });
  }
}
