import { type Command, CommanderError } from 'commander';
import { errorCode, toWorldError, WorldError } from '../output/world-error.ts';
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

function explainFailure(thrown: unknown): ExitCode {
  const cause = fromSystem(thrown);
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

/** A system call that failed where nobody said what was tried with it is the world's failure all the same. */
function fromSystem(thrown: unknown): unknown {
  if (errorCode(thrown) === undefined) return thrown;
  const { syscall = 'go on', path = '' } = thrown as NodeJS.ErrnoException;
  return toWorldError(`cannot ${syscall} ${path}`.trim(), thrown);
}
