import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBuild } from '../run-process.ts';

/** A server under measurement. */
export interface MeasuredServer {
  readonly origin: string;
  stop(): void;
}

const program = 'dist/bin/clusterseed.cjs';

/** Reads a stream until `pattern` fits and returns its first group. */
async function waitFor(child: ChildProcess, from: 'stdout' | 'stderr', pattern: RegExp) {
  let said = '';
  for await (const piece of child[from]?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(piece);
    const found = pattern.exec(said)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`a server of the bench ended: ${said}`);
}

/** `clusterseed serve` of ICC as people start it, with its log in a file and `mirror` to give files of. */
export async function startServe(folder: string, mirror: string): Promise<MeasuredServer> {
  runBuild('profiles/icc.yaml', join(folder, 'out'), [
    '--secrets',
    join(folder, 'icc.secrets.yaml'),
  ]);
  const log = openSync(join(folder, 'serve.log'), 'w');
  const words = ['serve', join(folder, 'out/icc'), '--listen', '127.0.0.1:0', '--mirror', mirror];
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', log, 'pipe'] });
  closeSync(log);
  const port = await waitFor(child, 'stderr', /on 127\.0\.0\.1:(\d+),/);
  child.stderr?.resume();
  return { origin: `http://127.0.0.1:${port}`, stop: () => void child.kill('SIGINT') };
}

/** Arms a node of ICC and returns the path of its documents. */
export function armPath(folder: string, node: string): string {
  const words = ['serve', 'arm', node, '--source', join(folder, 'out/icc'), '--quiet'];
  const said = execFileSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  return new URL(said.trim().split(' ')[1] ?? '').pathname;
}

/** A bare node:http server that gives from memory what `server` gives at these paths. */
export async function startBare(
  server: MeasuredServer,
  paths: readonly string[],
): Promise<MeasuredServer> {
  const answers: Record<string, { readonly type: string; readonly body: string }> = {};
  for (const path of paths) {
    const answer = await fetch(server.origin + path);
    if (answer.status !== 200) throw new Error(`${path} is answered with ${answer.status}`);
    const type = answer.headers.get('content-type') ?? '';
    answers[path] = { type, body: Buffer.from(await answer.arrayBuffer()).toString('base64') };
  }
  const words = ['scripts/bench/serve/bare-server.mjs', JSON.stringify(answers)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await waitFor(child, 'stdout', /^(\d+)\n/);
  return { origin: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}

/** nginx with sendfile, as Debian sets it up, giving the files of `root` on a port. */
export async function startNginx(folder: string, root: string): Promise<MeasuredServer> {
  const port = 18_080 + (process.pid % 1000);
  mkdirSync(join(folder, 'nginx'), { recursive: true });
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const text = `${user} daemon off; worker_processes 1; pid ${folder}/nginx/pid; error_log stderr;
events {}
http { access_log off; sendfile on; tcp_nopush on; client_body_temp_path ${folder}/nginx;
  server { listen 127.0.0.1:${port}; root ${root}; } }
`;
  writeFileSync(join(folder, 'nginx.conf'), text);
  const words = ['-p', folder, '-c', join(folder, 'nginx.conf')];
  const child = spawn('/usr/sbin/nginx', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.resume();
  const origin = `http://127.0.0.1:${port}`;
  for (let turn = 0; turn < 50; turn += 1) {
    const up = await fetch(origin).then(
      () => true,
      () => false,
    );
    if (up) return { origin, stop: () => void child.kill('SIGTERM') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('nginx does not answer');
}
