import { diagnosticsToJson } from '../../../index.ts';
import type { Planned, SecretsPlan } from '../../../output/plan-secrets.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { reportDiagnostics } from '../../report-diagnostics.ts';
import { openTerminal } from '../../terminal.ts';
import { formatNodeChanges } from './format-changes.ts';
import type { SecretsFlags } from './secrets-flags.ts';

/** Flags of commands that change the store. */
export interface ChangeFlags extends SecretsFlags {
  readonly dryRun?: boolean;
}

/** What a command has to tell of its plan. */
export interface Told {
  /** Lines before the list of machines. */
  readonly first: readonly string[];
  /** Lines after it. */
  readonly last: readonly string[];
  /** The same for programs. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Says what is planned, then, unless it is a dry run, does it. Exit 1 with every mistake and nothing changed. */
export async function carryOut<Detail>(
  planned: Planned<SecretsPlan<Detail>>,
  flags: ChangeFlags,
  tell: (plan: SecretsPlan<Detail>) => Told,
): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const { result: plan } = planned;
  const told = plan && tell(plan);
  const json = flags.format === 'json';
  if (!json) {
    reportDiagnostics(planned, terminal);
    if (told) {
      for (const line of [...told.first, ...formatNodeChanges(plan?.nodes ?? [])]) {
        terminal.note(line);
      }
    }
  }
  const changes = plan !== undefined && plan.after !== plan.before;
  const dry = flags.dryRun === true;
  if (plan && changes && !dry) await plan.save();
  if (json) {
    const nodes = plan?.nodes ?? [];
    const { diagnostics } = planned;
    const result = {
      ok: plan !== undefined,
      changed: changes && !dry,
      ...told?.json,
      nodes,
      diagnostics: diagnosticsToJson(diagnostics),
    };
    terminal.print(JSON.stringify(result, undefined, 2));
  } else if (told) {
    for (const line of told.last) terminal.note(line);
    terminal.note(outcomeLine(plan?.secretsPath ?? '', changes, dry));
  }
  return plan === undefined ? exitCodes.input : exitCodes.ok;
}

function outcomeLine(path: string, changes: boolean, dry: boolean): string {
  if (!changes) return `${path}: nothing to change`;
  return dry ? 'a dry run: nothing was changed' : `${path} written; back it up, then build`;
}
