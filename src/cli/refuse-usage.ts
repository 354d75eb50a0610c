import { CommanderError } from 'commander';

/** Ends the command with one sentence about its usage and exit code 2. */
export function refuseUsage(sentence: string): never {
  process.stderr.write(`error: ${sentence}\n(clusterseed help shows how to use it)\n`);
  throw new CommanderError(2, 'clusterseed.usage', sentence);
}
