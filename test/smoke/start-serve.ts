import { spawn } from 'node:child_process';
import { waitUntil } from '../../src/smoke/checks/wait-until.ts';
import { onProcessEnd } from '../../src/smoke/cleanup.ts';
import { clusterseed } from './judged-profile.ts';

/** Starts `clusterseed serve` with these words on a loopback port; resolves when it answers, to what ends it. */
export async function startServe(
  port: number,
  words: readonly string[],
): Promise<() => Promise<void>> {
  const [program, script] = clusterseed;
  const listen = ['--listen', `127.0.0.1:${port}`];
  const child = spawn(program, [script, 'serve', ...words, ...listen], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const withdraw = onProcessEnd(() => child.kill('SIGKILL'));
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const patience = {
    what: 'serve answers',
    seconds: 60,
    every: 1,
    gone: () => (child.exitCode === null ? undefined : `it ended with ${child.exitCode}`),
  };
  await waitUntil(patience, async () =>
    (await fetch(`http://127.0.0.1:${port}/healthz`)).ok ? true : undefined,
  );
  return async () => {
    child.kill('SIGTERM');
    await ended;
    withdraw();
  };
}
