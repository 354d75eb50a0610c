import type { Collector } from '../diagnostics/collector.ts';
import { sortBy } from '../text/compare.ts';
import type { MachineUnit } from './model.ts';
import { unite } from './unite.ts';

type DropIn = MachineUnit['dropIns'][number];

/**
 * Units by name, drop-ins by theirs: one part may bring the unit and others drop-ins; it is enabled when one
 * of them says so. Raises machine/unit-conflict for different contents, and for a mask that meets anything else.
 */
export function uniteUnits(units: readonly MachineUnit[], diagnostics: Collector): MachineUnit[] {
  const ordered = units.map(
    (unit): MachineUnit => ({ ...unit, dropIns: sortBy(unit.dropIns, nameOf) }),
  );
  return unite(ordered, nameOf, (kept, later) => combine(kept, later, diagnostics));
}

function combine(kept: MachineUnit, later: MachineUnit, diagnostics: Collector): MachineUnit {
  const disagree = (what: string) =>
    diagnostics.report('machine/unit-conflict', later.from.path, {
      unit: later.name,
      what,
      first: kept.from.component,
      second: later.from.component,
    });
  const content = kept.content ?? later.content;
  if (later.content !== undefined && later.content !== content) disagree('the content');
  const masks = [kept, later].filter((unit) => unit.enabled === 'mask').length;
  if (masks === 1) disagree('the mask');
  const dropIns = unite([...kept.dropIns, ...later.dropIns], nameOf, (first, second) => {
    if (first.content !== second.content) disagree(`the drop-in ${second.name}`);
    return first;
  });
  return {
    ...kept,
    ...(content === undefined ? {} : { content }),
    dropIns,
    enabled: masks > 0 ? 'mask' : kept.enabled || later.enabled,
    from: kept.content === undefined && later.content !== undefined ? later.from : kept.from,
  };
}

function nameOf(item: MachineUnit | DropIn): string {
  return item.name;
}
