import { diagnosticsToJson } from '../../index.ts';
import { type ImportResult, planImport } from '../../output/import-secrets.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { formatTable, openTerminal } from '../terminal.ts';

/** Options of `import` as commander gives them. */
export interface ImportFlags {
  readonly from: string;
  readonly secrets?: string;
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
  readonly format: 'text' | 'json';
}

/** `clusterseed import PROFILE --from DIR`: makes the secrets file of a cluster that runs already. Exit 1, and nothing written, when it cannot. */
export async function runImport(profilePath: string, flags: ImportFlags): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const result = await planImport({
    profilePath,
    out: 'out',
    from: flags.from,
    now: readClock(),
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
  });
  const { imported } = result;
  const dry = flags.dryRun === true;
  if (imported && !dry) result.save();
  if (flags.format === 'json') {
    const diagnostics = diagnosticsToJson(result.diagnostics);
    const { secrets: _secrets, ...told } = imported ?? {};
    const all = { ok: imported !== undefined, written: imported !== undefined && !dry, ...told };
    terminal.print(JSON.stringify({ ...all, diagnostics }, undefined, 2));
  } else {
    reportDiagnostics(result, terminal);
    for (const line of toldLines(result, dry))
      terminal.note(line.replaceAll('PROFILE', profilePath));
  }
  return imported === undefined ? exitCodes.input : exitCodes.ok;
}

function toldLines({ imported, secretsPath }: ImportResult, dry: boolean): string[] {
  if (imported === undefined) return [];
  const { taken, made, left, remarks } = imported;
  return [
    'Kept:',
    indent(formatTable(taken.map(({ secret, file }) => [secret, file]))),
    'Made anew:',
    indent(formatTable(made.map(({ secret, why }) => [secret, why]))),
    ...(left.length === 0
      ? []
      : ['Not used:', indent(formatTable(left.map(({ file, why }) => [file, why])))]),
    ...remarks,
    dry
      ? 'a dry run: nothing was written'
      : `${secretsPath} written; back it up. clusterseed build PROFILE issues what is missing from these CAs.`,
  ];
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
