import { isKnownUnit, isSystemProgram, packagedPrograms } from './known-system.ts';
import type { Machine, MachineUnit } from './model.ts';
import { parseUnit, type UnitSetting } from './parse-unit.ts';
import { listPlaces } from './places.ts';
import type { Report } from './report.ts';

const dependencies = ['Requires', 'Requisite', 'BindsTo', 'Wants'];

/** These name units of ours that not every machine has; systemd passes over what is not there. */
const orderings = ['After', 'Before', 'PartOf'];
const optional = /^clusterseed-/;

/**
 * Units are unit files, can be enabled when they are to be, and depend on units that something brings. Raises
 * machine/invalid-unit and machine/missing-unit.
 */
export function checkUnits(machine: Machine, report: Report): void {
  const known = new Set(machine.units.map((unit) => unit.name));
  for (const unit of machine.units) {
    const { name, from } = unit;
    for (const why of mistakes(unit)) {
      report('machine/invalid-unit', from, { unit: name, why, component: from.component });
    }
    for (const { key, needs } of settingsOf(unit).flatMap(dependenciesOf)) {
      if (known.has(needs) || known.has(templateOf(needs)) || isKnownUnit(needs)) continue;
      report('machine/missing-unit', from, { unit: name, key, needs, component: from.component });
    }
  }
}

/** Programs that units run come from a file, a download, a package or the system. Raises machine/missing-program. */
export function checkPrograms(machine: Machine, report: Report): void {
  const placed = new Set(
    listPlaces(machine)
      .filter(({ kind }) => kind === 'file' || kind === 'download' || kind === 'symlink')
      .map(({ path }) => path),
  );
  const packaged = new Set(
    Object.keys(packagedPrograms).filter((path) =>
      machine.packages.includes(packagedPrograms[path] ?? ''),
    ),
  );
  for (const unit of machine.units) {
    for (const program of settingsOf(unit).flatMap(programOf)) {
      if (placed.has(program) || packaged.has(program) || isSystemProgram(program)) continue;
      const { component } = unit.from;
      report('machine/missing-program', unit.from, { unit: unit.name, program, component });
    }
  }
}

function mistakes({ content, enabled, dropIns }: MachineUnit): string[] {
  if (enabled === 'mask') {
    return content === undefined && dropIns.length === 0 ? [] : ['it is masked and has content'];
  }
  if (content === undefined) return [];
  const settings = parseUnit(content);
  const stray = settings.find(({ section, key }) => section === '' || key === '');
  return [
    ...(stray === undefined ? [] : [`"${stray.value}" is no setting of a section`]),
    ...(enabled && !settings.some(({ section }) => section === 'Install')
      ? ['it is to be enabled but has no [Install] section']
      : []),
  ];
}

function settingsOf({ content, dropIns }: MachineUnit): UnitSetting[] {
  return [content ?? '', ...dropIns.map((dropIn) => dropIn.content)].flatMap(parseUnit);
}

function dependenciesOf({ section, key, value }: UnitSetting): { key: string; needs: string }[] {
  const orders = orderings.includes(key);
  if (section !== 'Unit' || !(orders || dependencies.includes(key))) return [];
  const names = value
    .split(/\s+/)
    .filter((name) => name !== '' && !name.includes('%') && !(orders && optional.test(name)));
  return names.map((needs) => ({ key, needs }));
}

/** `a@b.service` is made from `a@.service`. */
function templateOf(name: string): string {
  return name.replace(/@.*\./, '@.');
}

/** The program of an Exec line when it is an absolute path; prefixes are those of systemd.service(5). */
function programOf({ section, key, value }: UnitSetting): string[] {
  if (section !== 'Service' || !/^Exec(Start|Stop|Reload|Condition)/.test(key)) return [];
  const program = /^[-@:+!]*(\/[^\s"']+)/.exec(value)?.[1];
  return program === undefined || program.includes('%') ? [] : [program];
}
