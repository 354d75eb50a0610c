import type { Collector } from '../diagnostics/collector.ts';
import { checkOwners } from './check-owners.ts';
import { checkPrograms, checkUnits } from './check-units.ts';
import type { Machine } from './model.ts';
import { listPlaces } from './places.ts';
import { type Report, reportTo } from './report.ts';

/**
 * Whether a machine holds by itself: paths are absolute and normal, owners exist, secrets are readable by their
 * owner only, and units can be enabled and name units and programs that something brings. Raises
 * machine/invalid-path, unknown-owner, invalid-unit, missing-unit, missing-program for what the profile put there,
 * internal/invalid-output for what we did. What the parts say of each other is src/world's to prove.
 */
export function checkMachine(machine: Machine, diagnostics: Collector): void {
  const report = reportTo(diagnostics);
  checkPaths(machine, report);
  checkOwners(machine, report);
  checkAccess(machine, diagnostics);
  checkUnits(machine, report);
  checkPrograms(machine, report);
}

function checkPaths(machine: Machine, report: Report): void {
  for (const { path, from } of listPlaces(machine)) {
    if (!isNormalPath(path)) {
      report('machine/invalid-path', from, { path, component: from.component });
    }
  }
}

function isNormalPath(path: string): boolean {
  return (
    /^(\/[^/\p{Cc}]+)+$/u.test(path) &&
    !path.split('/').some((name) => name === '.' || name === '..')
  );
}

function checkAccess({ files, directories }: Machine, diagnostics: Collector): void {
  const limited = [
    ...files.map((file) => ({ ...file, most: 0o777 })),
    ...directories.map((directory) => ({ ...directory, most: 0o7777 })),
  ];
  for (const { path, mode, from, most } of limited) {
    if (!Number.isInteger(mode) || mode < 0 || mode > most) {
      diagnostics.report('internal/invalid-output', from.path, {
        what: path,
        why: `${from.component} gives it the mode ${mode}`,
      });
    }
  }
  for (const { path, mode, secrets, from } of files) {
    if (secrets.length > 0 && (mode & 0o077) !== 0) {
      diagnostics.report('internal/invalid-output', from.path, {
        what: path,
        why: `${from.component} puts a secret there with the mode ${mode.toString(8).padStart(4, '0')}`,
      });
    }
  }
}
