import { join } from 'node:path';
import { acceptedToJson, diagnosticsToJson } from '../../index.ts';
import { type BuildOptions, type BuildResult, buildProfile } from '../../output/build-profile.ts';
import { readClock } from '../clock.ts';
import { type ExitCode, exitCodes, failureOf } from '../exit-codes.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { formatSummary } from '../summary.ts';
import { openTerminal } from '../terminal.ts';

/** Options of `build` and `check` as commander gives them. */
export interface BuildFlags {
  readonly out: string;
  readonly secrets?: string;
  readonly identity?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: boolean;
  readonly strict?: boolean;
  readonly replace?: readonly string[];
  readonly neverRan?: boolean;
}

/** `clusterseed build PROFILE`: compiles and writes. Exit 1 with every mistake, and nothing written, on bad input. */
export async function runBuild(profilePath: string, flags: BuildFlags): Promise<ExitCode> {
  return await run(profilePath, flags, true);
}

/** `clusterseed check PROFILE`: everything that build does, except writing. */
export async function runCheck(profilePath: string, flags: BuildFlags): Promise<ExitCode> {
  return await run(profilePath, flags, false);
}

async function run(profilePath: string, flags: BuildFlags, write: boolean): Promise<ExitCode> {
  const terminal = openTerminal(flags.quiet === true);
  const result = await buildProfile({
    ...buildOptionsOf(profilePath, flags),
    now: readClock(),
    write,
    neverRan: flags.neverRan === true,
    ...(flags.replace === undefined ? {} : { replace: flags.replace }),
  });
  const failed = result.cluster === undefined;
  if (flags.format === 'json') terminal.print(toJson(result, failed));
  else {
    reportDiagnostics(result, terminal);
    if (!failed && !terminal.quiet)
      terminal.note(formatSummary(result, terminal, { profilePath, write }));
  }
  return failed ? failureOf(result.diagnostics) : exitCodes.ok;
}

/** What the flags say to the build; the clock, and whether to write, are the command's. */
export function buildOptionsOf(
  profilePath: string,
  flags: Omit<BuildFlags, 'format'>,
): Omit<BuildOptions, 'now' | 'write'> {
  return {
    profilePath,
    out: flags.out,
    strict: flags.strict === true,
    ...(flags.secrets === undefined ? {} : { secretsPath: flags.secrets }),
    ...(flags.identity === undefined ? {} : { identityFile: flags.identity }),
  };
}

function toJson(result: BuildResult, failed: boolean): string {
  const { cluster, directory, documents, changes, secretsAdded, guide } = result;
  return JSON.stringify(
    {
      ok: !failed,
      cluster: cluster?.name,
      diagnostics: diagnosticsToJson(result.diagnostics),
      accepted: acceptedToJson(result.accepted),
      ...(failed || directory === undefined
        ? {}
        : {
            documents: documents.map((row) => ({ ...row, path: join(directory, row.path) })),
            secretsAdded,
            changes,
            guide,
          }),
    },
    undefined,
    2,
  );
}
