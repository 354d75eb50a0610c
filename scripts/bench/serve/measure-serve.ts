import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../run-process.ts';
import { armPath, startBare, startNginx, startServe } from './start-servers.ts';

/** A ratio with the bar that it has to reach, when it has one. */
export interface ServeRatio {
  readonly name: string;
  readonly ratio: number;
  readonly atLeast?: number;
}

const [sizeOfFile, seconds, connections] = [60_000_000, 3, 32];

/**
 * `clusterseed serve` under load by wrk, in turn with a bare node:http server that gives the same bytes from memory; and
 * a file of 60 MB by curl, in turn with nginx. A document with secrets is given once, so that no load can be put on it:
 * asked for is what a machine gets as often as it likes. The one-time address goes through the same route, token and
 * log as a document with secrets, but for the claim on the disk.
 */
export async function measureServe(folder: string, rounds: number): Promise<ServeRatio[]> {
  const mirror = join(folder, 'mirror');
  mkdirSync(join(mirror, 'files'), { recursive: true });
  writeFileSync(join(mirror, 'files/large'), Buffer.alloc(sizeOfFile, 'clusterseed'));
  const serve = await startServe(folder, mirror);
  const all = {
    'one-time address, network-config': `${armPath(folder, 'icc-ctrl-1')}network-config`,
    '/boot.ipxe': '/boot.ipxe',
    '/healthz': '/healthz',
    '/openapi.json': '/openapi.json',
  };
  const bare = await startBare(serve, Object.values(all));
  const nginx = await startNginx(folder, join(mirror, 'files'));
  try {
    const loads = Object.entries(all).flatMap(([name, asked]) =>
      compareLoad(name, [serve.origin + asked, bare.origin + asked], rounds),
    );
    const urls = [`${serve.origin}/files/large`, `${nginx.origin}/large`] as const;
    const ratio = inTurn(urls, rounds, download, ([ours, theirs]) => ours / theirs);
    return [...loads, { name: '60 MB by curl, speed ÷ nginx', ratio, atLeast: 0.5 }];
  } finally {
    for (const server of [serve, bare, nginx]) server.stop();
  }
}

function compareLoad(
  name: string,
  urls: readonly [string, string],
  rounds: number,
): readonly ServeRatio[] {
  for (const url of urls) load(url);
  const slow: number[] = [];
  const ratio = inTurn(urls, rounds, load, ([ours, theirs]) => {
    slow.push(ours.p99 / theirs.p99);
    return ours.rate / theirs.rate;
  });
  return [
    { name: `${name}, requests per second ÷ bare node:http`, ratio, atLeast: 0.8 },
    { name: `${name}, p99 ÷ bare node:http`, ratio: median(slow) },
  ];
}

/** The median of the ratios of pairs that were measured one right after the other. */
function inTurn<Sample>(
  [first, second]: readonly [string, string],
  rounds: number,
  measure: (url: string) => Sample,
  compare: (pair: readonly [Sample, Sample]) => number,
): number {
  const ratios = Array.from({ length: rounds }, (_, round) => {
    if (round % 2 === 0) {
      const ours = measure(first);
      return compare([ours, measure(second)]);
    }
    const theirs = measure(second);
    return compare([measure(first), theirs]);
  });
  return median(ratios);
}

function load(url: string): { readonly rate: number; readonly p99: number } {
  const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', url];
  const said = execFileSync('wrk', words, { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(`wrk of ${url} failed:\n${said}`);
  const [, value = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(said) ?? [];
  const scale = unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1;
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]), p99: Number(value) * scale };
}

/** Bytes per second. */
function download(url: string): number {
  const words = ['-fsS', '-o', '/dev/null', '-w', '%{speed_download}', url];
  return Number(execFileSync('curl', words, { encoding: 'utf8' }));
}
