import { diagnosticsToJson, formatDiffMarkdown, formatDiffText } from '../../index.ts';
import { type DiffOutcome, diffBuilds } from '../../output/diff-builds.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { bold, openTerminal } from '../terminal.ts';

/** Options of `diff` as commander gives them. */
export interface DiffFlags {
  readonly against?: string;
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly exitCode?: boolean;
  readonly quiet?: boolean;
}

/**
 * `clusterseed diff PROFILE|FOLDER`: what building and rolling out would change. Exit 1 when a profile has errors, and
 * with --exit-code 4 when something differs.
 */
export async function runDiff(target: string, flags: DiffFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const { against, out, secrets, identity, format } = flags;
  const outcome = await diffBuilds({
    target,
    out,
    now: readClock(),
    ...(against === undefined ? {} : { against }),
    ...(secrets === undefined ? {} : { secretsPath: secrets }),
    ...(identity === undefined ? {} : { identityFile: identity }),
  });
  const { diff, steps } = outcome;
  if (format === 'json') terminal.print(toJson(outcome));
  else {
    reportDiagnostics(outcome, terminal);
    if (diff !== undefined && !terminal.quiet) {
      const text =
        format === 'markdown'
          ? formatDiffMarkdown(diff, steps).trimEnd()
          : formatDiffText(diff, steps, (heading) => bold(terminal, heading));
      terminal.print(text);
    }
  }
  if (diff === undefined) return exitCodes.input;
  return flags.exitCode && diff.nodes.length > 0 ? exitCodes.different : exitCodes.ok;
}

function toJson({ diff, steps, diagnostics }: DiffOutcome): string {
  const ok = diff !== undefined;
  const different = ok && diff.nodes.length > 0;
  const result = { ok, different, ...diff, steps, diagnostics: diagnosticsToJson(diagnostics) };
  return JSON.stringify(result, undefined, 2);
}
