import { type CisItem, cisItems } from '../diagnostics/cis-items.ts';
import type { Verdict } from './check.ts';
import type { CisResult } from './report.ts';

/** A verdict, and the nodes that gave it. */
export interface Seen extends Verdict {
  readonly nodes: string[];
}

/** An entry of `accept` for the item. */
export interface Waiver {
  readonly reason: string;
  readonly machine?: string | undefined;
}

/**
 * One item over all nodes: it fails when it fails on a node that no waiver covers, is waived when waivers cover every
 * node that fails or asks for a look, and else is what the nodes say.
 */
export function judgeItem(
  item: CisItem,
  seen: readonly Seen[],
  waivers: readonly Waiver[],
): CisResult {
  const open = seen.filter(({ status }) => status === 'fail' || status === 'manual');
  const uncovered = open
    .map((found) => ({ ...found, nodes: found.nodes.filter((node) => !isCovered(node, waivers)) }))
    .filter(({ nodes }) => nodes.length > 0);
  const base = { item, title: cisItems[item] };
  for (const status of ['fail', 'manual'] as const) {
    const found = uncovered.filter((candidate) => candidate.status === status);
    if (found.length > 0) return { ...base, status, findings: found.map(toFinding) };
  }
  if (open.length > 0) {
    const reason = [...new Set(waivers.map((waiver) => waiver.reason.trim()))].join('; ');
    return { ...base, status: 'waived', findings: open.map(toFinding), reason };
  }
  const passed = seen.filter(({ status }) => status === 'pass');
  const status = passed.length > 0 ? 'pass' : 'not-applicable';
  const findings = (passed.length > 0 ? passed : seen).map(toFinding);
  return { ...base, status, findings, ...(waivers.length > 0 ? { waiverIsStale: true } : {}) };
}

function isCovered(node: string, waivers: readonly Waiver[]): boolean {
  return waivers.some(({ machine }) => machine === undefined || machine === node);
}

function toFinding({ found, nodes }: Seen) {
  return { found, nodes };
}
