import { diagnosticsToJson, formatGuides } from '../../index.ts';
import { upgradeProfile } from '../../output/upgrade-profile.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { openTerminal } from '../terminal.ts';

/** Options of `upgrade` as commander gives them. */
export interface UpgradeFlags {
  readonly to: string;
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
  readonly format: 'text' | 'json';
}

/**
 * `clusterseed upgrade PROFILE --to VERSION`: writes the version into the profile when the profile fits it, and says in
 * which order the machines get it. Exit 1 with every mistake, and nothing written, when it does not.
 */
export function runUpgrade(profilePath: string, flags: UpgradeFlags): ExitCode {
  const terminal = openTerminal(flags.quiet === true);
  const to = flags.to.replace(/^v/, '');
  const result = upgradeProfile(profilePath, to);
  const { plan, path } = result;
  const changes = plan !== undefined && plan.from !== to;
  const dry = flags.dryRun === true;
  if (changes && !dry) result.save();
  if (flags.format === 'json') {
    const diagnostics = diagnosticsToJson(result.diagnostics);
    const { from, guide } = plan ?? {};
    const told = { ok: plan !== undefined, changed: changes && !dry, file: path, from, to, guide };
    terminal.print(JSON.stringify({ ...told, diagnostics }, undefined, 2));
    return plan === undefined ? exitCodes.input : exitCodes.ok;
  }
  reportDiagnostics(result, terminal);
  if (plan === undefined) return exitCodes.input;
  if (!changes) terminal.note(`${path}: Kubernetes is ${to} already`);
  else {
    terminal.note(
      `${path}: Kubernetes ${plan.from} → ${to}${dry ? ' (a dry run: nothing was written)' : ''}`,
    );
    terminal.note('The checksums of all its programs are known.');
    terminal.note(`\n${formatGuides([plan.guide]).replaceAll('PROFILE', profilePath)}`);
  }
  return exitCodes.ok;
}
