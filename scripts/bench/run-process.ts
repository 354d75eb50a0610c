import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs a program to its end and returns its wall time in milliseconds; throws with its output when it fails. */
export function runProcess(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): number {
  const start = process.hrtime.bigint();
  const result = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${result.status}:\n${result.stderr}`);
  }
  return wall;
}

/** Runs `clusterseed build` as people do, as a process of its own, and returns its wall time in milliseconds. */
export function runBuild(profile: string, out: string, more: readonly string[] = []): number {
  return runProcess(process.execPath, [...buildArguments(profile, out), ...more]);
}

/** The peak memory (MiB) of a build; measuring it takes time, so it is a run of its own. */
export function measurePeak(profile: string, out: string, folder: string): number {
  const usage = join(folder, 'usage.json');
  const preload = `--import=${pathToFileURL('scripts/bench/report-usage.mjs').href}`;
  runProcess(process.execPath, [preload, ...buildArguments(profile, out)], { BENCH_USAGE: usage });
  const { peakKiB } = JSON.parse(readFileSync(usage, 'utf8')) as { peakKiB: number };
  return peakKiB / 1024;
}

function buildArguments(profile: string, out: string): string[] {
  return ['dist/bin/clusterseed.cjs', 'build', profile, '--out', out, '--quiet'];
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
