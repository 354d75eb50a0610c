import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compactScript } from '../../src/components/first-boot/compact-script.ts';
import { formatFetchPlan } from '../../src/components/first-boot/fetch-plan.ts';
import { fetchScript } from '../../src/components/first-boot/fetch-script.ts';
import type { Download } from '../../src/machine/model.ts';

const kubelet = randomBytes(300_000);
let root: string;
let archive: Buffer;
let server: Server;
let base: string;
let requests: { readonly url: string; readonly range: string | undefined }[];
let answer: RequestListener;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'fetch-'));
  archive = makeArchive();
  requests = [];
  answer = serve();
  server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', range: request.headers.range });
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(join(root, 'fetch.sh'), compactScript(fetchScript));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

test('a first boot puts file and members in place; a second asks for nothing', async () => {
  plan([file(), tar()]);
  await run();
  expectInPlace();
  expect(statSync(target('bin/kubelet')).mode & 0o777).toBe(0o755);
  expect(statSync(target('cni/bridge')).mode & 0o777).toBe(0o755);
  expect(requests).toHaveLength(2);
  await run();
  expect(requests).toHaveLength(2);
  expect(hidden()).toEqual([]);
});

test('what was changed on disk is fetched again, and nothing else', async () => {
  plan([file(), tar()]);
  await run();
  writeFileSync(target('cni/bridge'), 'rotten');
  await run();
  expectInPlace();
  expect(requests.map(({ url }) => url)).toEqual(['/cni.tgz', '/kubelet', '/cni.tgz']);
});

test('mirrors are asked in turn: one is gone, one corrupts, the last one is good', async () => {
  answer = (request, response) => {
    if (request.url === '/gone') response.writeHead(404).end('<html>not here</html>');
    else if (request.url === '/rotten') response.end(randomBytes(300_000));
    else serve()(request, response);
  };
  plan([{ ...file(), urls: ['gone', 'rotten', 'kubelet'].map((path) => `${base}/${path}`) }]);
  await run();
  expect(readFileSync(target('bin/kubelet'))).toEqual(kubelet);
  expect(requests.map(({ url }) => url)).toEqual(['/gone', '/rotten', '/kubelet']);
});

test('a server that dies in the middle is asked again, from where it stopped', async () => {
  let alive = 0;
  answer = (request, response) => {
    alive += 1;
    if (alive > 1) return serve()(request, response);
    response.writeHead(200, { 'content-length': kubelet.length });
    response.write(kubelet.subarray(0, 100_000), () => response.destroy());
  };
  plan([file()]);
  await run();
  expect(readFileSync(target('bin/kubelet'))).toEqual(kubelet);
  expect(requests.at(-1)?.range).toBe('bytes=100000-');
});

test('a rotten beginning does not spoil what follows it', async () => {
  mkdirSync(target('bin'));
  writeFileSync(part(), randomBytes(1000));
  plan([file()]);
  await run();
  expect(readFileSync(target('bin/kubelet'))).toEqual(kubelet);
  expect(requests.map(({ range }) => range)).toEqual(['bytes=1000-', undefined]);
});

test('a part that is longer than the file is dropped', async () => {
  mkdirSync(target('bin'));
  writeFileSync(part(), randomBytes(400_000));
  plan([file()]);
  await run();
  expect(readFileSync(target('bin/kubelet'))).toEqual(kubelet);
});

test('the server is out for a while: the others come first, then it goes on', async () => {
  let out = 3;
  answer = (request, response) => {
    if (request.url === '/kubelet' && out-- > 0) response.writeHead(503).end();
    else serve()(request, response);
  };
  plan([file(), { ...tar(), name: 'z-later' }]);
  await run();
  expectInPlace();
  expect(requests.map(({ url }) => url).slice(0, 2)).toEqual(['/kubelet', '/cni.tgz']);
  expect(readFileSync(join(root, 'run/detail/fetch'), 'utf8')).toBe('kubelet 1.36.3: in place\n');
});

test('after a power cut the next boot resumes, and never shows half a file', async () => {
  let first = true;
  answer = (request, response) => {
    if (!first) return serve()(request, response);
    first = false;
    response.writeHead(200, { 'content-length': kubelet.length });
    response.write(kubelet.subarray(0, 120_000));
  };
  plan([file()]);
  const cut = start();
  await until(() => existsSync(part()) && statSync(part()).size > 50_000);
  process.kill(-(cut.pid ?? 0), 'SIGKILL');
  await once(cut, 'exit');
  expect(existsSync(target('bin/kubelet'))).toBe(false);
  const { size } = statSync(part());
  await run();
  expect(readFileSync(target('bin/kubelet'))).toEqual(kubelet);
  expect(requests.at(-1)?.range).toBe(`bytes=${size}-`);
});

test('a power cut between download and unpacking costs no second download', async () => {
  mkdirSync(target('cni'));
  const name = `.clusterseed-cni-plugins-${sha256(archive)}`;
  writeFileSync(join(target('cni'), name), archive);
  mkdirSync(join(target('cni'), `${name}.d`));
  plan([tar()]);
  await run();
  expect(readFileSync(target('cni/bridge'), 'utf8')).toBe('#!bridge');
  expect(requests).toEqual([]);
});

test.each(['wget', 'python3'])('without curl, %s does it', async (program) => {
  plan([file(), tar()]);
  await run(pathWith(program));
  expectInPlace();
});

function file(): Download {
  const placement = { kind: 'file', path: target('bin/kubelet'), mode: 0o755 } as const;
  return download('kubelet', '1.36.3', kubelet, [`${base}/kubelet`], placement);
}

function tar(): Download {
  const members = { bridge: 'bridge', 'deep/loopback': 'loopback' };
  const placement = { kind: 'tar.gz', directory: target('cni'), members } as const;
  return download('cni-plugins', '1.9.1', archive, [`${base}/cni.tgz`], placement);
}

function download(
  name: string,
  version: string,
  content: Buffer,
  urls: readonly string[],
  placement: Download['placement'],
): Download {
  const from = { component: 'test', path: [] };
  return { name, version, urls, sha256: sha256(content), placement, from };
}

function makeArchive(): Buffer {
  const source = join(root, 'source');
  mkdirSync(join(source, 'deep'), { recursive: true });
  writeFileSync(join(source, 'bridge'), '#!bridge');
  writeFileSync(join(source, 'deep/loopback'), '#!loopback');
  execFileSync('tar', ['-czf', join(root, 'cni.tgz'), '-C', source, './bridge', './deep']);
  return readFileSync(join(root, 'cni.tgz'));
}

function serve(): RequestListener {
  return (request, response) => {
    const content = request.url === '/cni.tgz' ? archive : kubelet;
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? -1);
    if (from >= content.length) response.writeHead(416).end();
    else if (from >= 0) {
      const range = `bytes ${from}-${content.length - 1}/${content.length}`;
      response.writeHead(206, { 'content-range': range }).end(content.subarray(from));
    } else response.writeHead(200, { 'content-length': content.length }).end(content);
  };
}

function plan(downloads: readonly Download[]): void {
  writeFileSync(join(root, 'plan'), formatFetchPlan(downloads));
}

function start(path = process.env.PATH ?? ''): ChildProcess {
  const args = ['fetch.sh', 'plan', 'state', 'run', '1'];
  const env = { PATH: path };
  return spawn('/bin/sh', args, { cwd: root, env, stdio: 'ignore', detached: true });
}

async function run(path?: string): Promise<void> {
  const [code] = await once(start(path), 'exit');
  expect(code).toBe(0);
}

/** A PATH with the script's other programs and only this one downloader. */
function pathWith(program: string): string {
  const directory = join(root, 'path');
  mkdirSync(directory);
  const others = 'mkdir tee head tail cut sha256sum chmod sync mv rm tar gzip tr dirname sleep sh';
  for (const name of [...others.split(' '), program]) {
    const where = ['/usr/bin', '/bin'].map((bin) => join(bin, name)).find(existsSync);
    symlinkSync(where ?? name, join(directory, name));
  }
  return directory;
}

function target(path: string): string {
  return join(root, path);
}

function part(): string {
  return join(target('bin'), `.clusterseed-kubelet-${sha256(kubelet)}`);
}

function hidden(): string[] {
  const names = ['bin', 'cni', 'state/fetched'].flatMap((path) => readdirSync(target(path)));
  return names.filter((name) => name.startsWith('.'));
}

function expectInPlace(): void {
  expect(readFileSync(target('bin/kubelet'))).toEqual(kubelet);
  expect(readFileSync(target('cni/bridge'), 'utf8')).toBe('#!bridge');
  expect(readFileSync(target('cni/loopback'), 'utf8')).toBe('#!loopback');
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
