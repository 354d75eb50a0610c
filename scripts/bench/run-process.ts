import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What one whole process took. */
export interface Sample {
  readonly wall: number;
  readonly peakKiB?: number;
}

/** Runs a program to its end; throws with its output when it fails. `wall` is in milliseconds. */
export function runProcess(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Sample {
  const start = process.hrtime.bigint();
  const result = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${result.status}:\n${result.stderr}`);
  }
  return { wall };
}

/** Runs `clusterseed build` as a process of its own, on the Node that runs this script. */
export function runBuild(profile: string, out: string, folder: string): Sample {
  const usage = join(folder, 'usage.json');
  const { wall } = runProcess(
    process.execPath,
    [
      `--import=${pathToFileURL('scripts/bench/report-usage.mjs').href}`,
      'dist/bin/clusterseed.cjs',
      'build',
      profile,
      '--out',
      out,
      '--quiet',
    ],
    { BENCH_USAGE: usage },
  );
  const { peakKiB } = JSON.parse(readFileSync(usage, 'utf8')) as { peakKiB: number };
  return { wall, peakKiB };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
