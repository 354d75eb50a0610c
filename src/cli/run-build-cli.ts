import { addBuildCommand } from './build-program.ts';
import { runBuild } from './commands/build.ts';
import type { ExitCode } from './exit-codes.ts';
import { runProgram } from './run-program.ts';
import { startProgram } from './start-program.ts';

/** Runs a command line that begins with `build`, without what the other commands need: it is bundled by itself. */
export function runCli(argv: readonly string[]): Promise<ExitCode> {
  return runProgram(argv, (done) => {
    const program = startProgram();
    addBuildCommand(program, done, async () => ({ runBuild }));
    return program;
  });
}
