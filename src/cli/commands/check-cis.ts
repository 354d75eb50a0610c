import {
  acceptedToJson,
  assessCluster,
  type CisReport,
  diagnosticsToJson,
  formatCisMarkdown,
  formatCisReport,
  hasCisFailures,
} from '../../index.ts';
import { buildProfile } from '../../output/build-profile.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { refuseUsage } from '../refuse-usage.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { openTerminal } from '../terminal.ts';
import { type BuildFlags, buildOptionsOf, runCheck } from './build.ts';

/** Options of `check`, which may also judge by the CIS benchmark. */
export interface CheckFlags extends Omit<BuildFlags, 'format'> {
  readonly format: 'text' | 'json' | 'markdown';
  readonly cis?: boolean;
}

/**
 * `clusterseed check [--cis] PROFILE`: everything that build does, except writing; with --cis then the report of the
 * benchmark. Exit 1 also when an item fails that the profile does not waive.
 */
export async function runAnyCheck(profilePath: string, flags: CheckFlags): Promise<ExitCode> {
  const { format } = flags;
  if (flags.cis === true) return await runCis(profilePath, flags);
  if (format === 'markdown') return refuseUsage('--format markdown is for check --cis');
  return await runCheck(profilePath, { ...flags, format });
}

async function runCis(profilePath: string, flags: CheckFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const result = await buildProfile({
    ...buildOptionsOf(profilePath, flags),
    now: readClock(),
    write: false,
  });
  const { cluster, secrets } = result;
  const report = cluster && secrets && assessCluster(cluster, secrets);
  const ok = report !== undefined && !hasCisFailures(report);
  if (flags.format === 'json') {
    const diagnostics = diagnosticsToJson(result.diagnostics);
    const accepted = acceptedToJson(result.accepted);
    terminal.print(JSON.stringify({ ok, diagnostics, accepted, cis: report }, undefined, 2));
  } else {
    reportDiagnostics(result, terminal);
    if (report !== undefined) terminal.print(formatAs(flags.format, report));
  }
  return ok ? exitCodes.ok : exitCodes.input;
}

function formatAs(format: 'text' | 'markdown', report: CisReport): string {
  return format === 'markdown' ? formatCisMarkdown(report).trimEnd() : formatCisReport(report);
}
