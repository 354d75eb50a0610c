import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labProfile } from '../../fixtures/server.ts';

const main = resolve('src/cli/main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-serve-cli-'));
  writeFileSync(join(folder, 'lab.yaml'), labProfile);
  writeFileSync(join(folder, 'bad.yaml'), labProfile.replace('cluster: lab', 'cluster: "-"'));
  writeFileSync(join(folder, 'text.pem'), 'no certificate');
  expect(run('build', 'lab.yaml', '--quiet').code).toBe(0);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: readonly string[]) {
  const result = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    timeout: 60_000,
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

async function start(...words: readonly string[]): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [main, 'serve', ...words], { cwd: folder });
  let said = '';
  for await (const piece of child.stderr.iterator({ destroyOnReturn: false })) {
    said += String(piece);
    if (said.includes('without TLS: ')) return { child, said };
  }
  throw new Error(said);
}

describe('what fails outside ends with 3 and one sentence', () => {
  const sentence = /^clusterseed: [^\n]+\n$/;

  it('a port that is taken', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { code, err } = run('serve', 'out/lab', '-q', '--listen', `127.0.0.1:${port}`);
    other.close();
    expect(code).toBe(3);
    expect(err).toContain('another program listens there');
  });

  it.each([
    ['no certificate', ['--cert', 'none.pem', '--key', 'none.pem'], 'none.pem'],
    ['a certificate that is none', ['--cert', 'text.pem', '--key', 'text.pem'], 'certificate'],
    [
      'a database that is gone',
      ['--state', 'postgres://u:secret-word@127.0.0.1:9/x'],
      'PostgreSQL',
    ],
    ['a state that is a folder', ['--state', 'out'], 'state'],
    ['a mirror that is not there', ['--mirror', 'none'], 'no folder none'],
    [
      'a kernel that is not in the mirror',
      ['--mirror', 'out', '--kernel', 'vmlinuz', '--initrd', 'initrd'],
      'no out/files/vmlinuz',
    ],
    ['an address of another machine', ['--listen', '192.0.2.1:8800', '--plain-http'], 'address'],
  ])('%s', (_what, words, says) => {
    const { code, err } = run('serve', 'out/lab', '-q', ...words);
    expect(code).toBe(3);
    expect(err.replace(/^without TLS.*\n/m, '')).toMatch(sentence);
    expect(err).toContain(says);
    expect(err).not.toContain('secret-word');
  });

  it('a folder that no build wrote', () => {
    expect(run('serve', '.', '-q').code).toBe(3);
  });
});

it('does not start with a profile that has mistakes', () => {
  const { code, err } = run('serve', 'bad.yaml');
  expect(code).toBe(1);
  expect(err).toContain('bad.yaml:2:10');
});

it.each([
  [['--listen', '10.0.0.5:8800'], '--plain-http'],
  [['--listen', '0.0.0.0:8800', '--plain-http'], '--url'],
  [['--listen', '[::0]:8800', '--plain-http'], '--url'],
  [['--listen', 'nowhere'], '--listen'],
  [['--cert', 'x'], '--key'],
  [['--trust-network', '10.0.0.1'], '--trust-network'],
  [['--kernel', 'vmlinuz'], '--initrd'],
])('%s is a usage error', (words, says) => {
  const { code, err } = run('serve', 'out/lab', ...words);
  expect(code).toBe(2);
  expect(err).toContain(says);
});

it('serves what it was told, arms while it runs, and ends cleanly', async () => {
  const { child, said } = await start(
    'lab.yaml',
    '--listen',
    '127.0.0.1:0',
    '--trust-network',
    '10.0.0.0/24',
  );
  expect(said).toContain('whoever has a node’s address or MAC address in 10.0.0.0/24');
  expect(said).toMatch(/on 127\.0\.0\.1:(\d+), for machines at http:\/\/127\.0\.0\.1:\1\n/);
  const port = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
  expect(statSync(join(folder, 'out/lab.serve.token')).mode & 0o777).toBe(0o600);
  const token = readFileSync(join(folder, 'out/lab.serve.token'), 'utf8').trim();
  expect(said).not.toContain(token);
  const board = await fetch(`http://127.0.0.1:${port}/board/data`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await board.json()).toHaveProperty('certificates.5');
  const armed = run(
    'serve',
    'arm',
    'c1',
    'w2',
    '--url',
    `http://127.0.0.1:${port}/`,
    '--for',
    '5m',
  );
  expect(armed.code).toBe(0);
  const [first, second] = armed.out.trim().split('\n');
  const [node, url] = (first ?? '').split(' ');
  expect([node, second?.split(' ')[0]]).toEqual(['c1', 'w2']);
  const got = await fetch(`${url}user-data`);
  expect(
    Buffer.from(await got.arrayBuffer()).equals(readFileSync(join(folder, 'out/lab/c1/user-data'))),
  ).toBe(true);
  expect((await fetch(`${url}user-data`)).status).toBe(410);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

it('arms no node that there is not', () => {
  const { code, err } = run('serve', 'arm', 'nobody');
  expect(code).toBe(2);
  expect(err).toContain('nobody');
});
