import type { Machine, MachineUnit } from '../machine/model.ts';

/** etcd reads these only while it has no data (etcd.io, "Clustering flags"): a member that runs needs no restart. */
const firstStartFlags = /\s*--initial-cluster(?:-state|-token)?=\S+(?: \\\n)?/g;

/** Whether a unit differs only in what its program reads at its first start. */
export function differsForFirstStartOnly(name: string, before: Machine, after: Machine): boolean {
  const [old, now] = [before, after].map(({ units }) => units.find((unit) => unit.name === name));
  return old !== undefined && now !== undefined && essence(old) === essence(now);
}

function essence({ content = '', dropIns, enabled }: MachineUnit): string {
  return JSON.stringify([content.replaceAll(firstStartFlags, ''), dropIns, enabled]);
}
