import { type CisItem, cisItems } from '../diagnostics/cis-items.ts';
import type { Machine } from '../machine/model.ts';
import type { Cluster } from '../plan/cluster.ts';
import { allChecks } from './all-checks.ts';
import type { Verdict } from './check.ts';
import { judgeItem, type Seen } from './judge-item.ts';
import { viewNode } from './node-view.ts';
import { benchmark, type CisReport, type CisResult } from './report.ts';

/** Gathers what the nodes of a cluster say to the benchmark, one compiled machine at a time. */
export interface Assessment {
  look(machine: Machine): void;
  report(): CisReport;
}

const items = Object.keys(cisItems) as CisItem[];

/** An assessment of `cluster`; waivers are the entries of its profile's `accept` with the code cis/NUMBER. */
export function startAssessment(
  cluster: Pick<Cluster, 'name' | 'version' | 'profile'>,
): Assessment {
  const seen = new Map<CisItem, Map<string, Seen>>(items.map((item) => [item, new Map()]));
  return {
    look(machine) {
      const node = viewNode(machine);
      for (const item of items) {
        const verdict = allChecks[item](node);
        if (verdict !== undefined) note(seen.get(item), verdict, machine.name);
      }
    },
    report: () => ({
      benchmark,
      cluster: cluster.name,
      kubernetes: cluster.version,
      results: items.map((item): CisResult => {
        const waivers = cluster.profile.accept.filter(({ code }) => code === `cis/${item}`);
        return judgeItem(item, [...(seen.get(item)?.values() ?? [])], waivers);
      }),
    }),
  };
}

function note(of: Map<string, Seen> | undefined, verdict: Verdict, node: string): void {
  const key = `${verdict.status} ${verdict.found}`;
  const before = of?.get(key);
  if (before === undefined) of?.set(key, { ...verdict, nodes: [node] });
  else before.nodes.push(node);
}
