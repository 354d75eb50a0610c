import type { Machine, MachineUnit } from './model.ts';
import { parseUnit, type UnitSetting } from './parse-unit.ts';

/** A unit with its settings and those of its drop-ins, in the order in which systemd reads them. */
export interface UnitFacts {
  readonly unit: MachineUnit;
  readonly settings: readonly UnitSetting[];
}

/** Reads every unit of the machine that can run. */
export function readUnits({ units }: Pick<Machine, 'units'>): UnitFacts[] {
  return units
    .filter(({ enabled }) => enabled !== 'mask')
    .map((unit) => {
      const texts = [unit.content ?? '', ...unit.dropIns.map(({ content }) => content)];
      return { unit, settings: texts.flatMap(parseUnit) };
    });
}

/** The values of a setting; an empty one drops those before it (systemd.syntax(7)). */
export function valuesOf({ settings }: UnitFacts, section: string, key: string): string[] {
  let values: string[] = [];
  for (const setting of settings) {
    if (setting.section !== section || setting.key !== key) continue;
    values = setting.value === '' ? [] : [...values, setting.value];
  }
  return values;
}

/** The words of a setting that may come several times. */
export function wordsOf(facts: UnitFacts, section: string, key: string): string[] {
  return valuesOf(facts, section, key).flatMap((value) => value.split(/\s+/).filter(Boolean));
}
