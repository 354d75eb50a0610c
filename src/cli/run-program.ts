import { type Command, CommanderError } from 'commander';
import { WorldError } from '../output/world-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Runs one command line of the program; the only place that turns outcomes into exit codes. */
export async function runProgram(
  argv: readonly string[],
  createProgram: (done: (code: ExitCode) => void) => Command,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  try {
    await createProgram((outcome) => {
      code = outcome;
    }).parseAsync(argv);
    return code;
  } catch (cause) {
    return explainFailure(cause);
  }
}

function explainFailure(cause: unknown): ExitCode {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (cause instanceof WorldError) {
    process.stderr.write(`clusterseed: ${cause.message}\n`);
    return exitCodes.world;
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(
    `clusterseed: this is a bug of clusterseed, please report it with the profile that led to it: ${detail}\n`,
  );
  if (process.env.CLUSTERSEED_DEBUG && cause instanceof Error) {
    process.stderr.write(`${cause.stack}\n`);
  }
  return exitCodes.bug;
}
