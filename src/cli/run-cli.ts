import { createProgram } from './create-program.ts';
import type { ExitCode } from './exit-codes.ts';
import { runProgram } from './run-program.ts';

/** Runs one command line. */
export function runCli(argv: readonly string[]): Promise<ExitCode> {
  return runProgram(argv, createProgram);
}
