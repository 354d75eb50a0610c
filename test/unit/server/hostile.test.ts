import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listSecretValues } from '../../../src/index.ts';
import { type RunningServer, startServer } from '../../../src/server/listen.ts';
import { buildLab, type Lab, type LabServer, openLab } from '../../fixtures/server.ts';

let lab: Lab;
let server: LabServer;
let running: RunningServer;
beforeAll(async () => {
  lab = await buildLab();
  server = await openLab(lab);
  running = await startServer(server.context, {
    host: '127.0.0.1',
    port: 0,
    log: (line) => void server.log.push(line),
  });
}, 300_000);
afterAll(async () => {
  await running.close();
  await server.app.close();
  lab.remove();
});

/** A generator of its own, so that a failure can be had again (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ups = ['..', '%2e%2e', '.%2e', '%252e%252e', '..%5c', '..%00', '%c0%ae%c0%ae', '．．'];
const targets = [
  'out/lab/admin.kubeconfig',
  'lab.secrets.yaml',
  'state.db',
  'etc/passwd',
  'c1/user-data',
];
const bases = [
  '/files',
  '/seed',
  '/seed/c1',
  '/once',
  '/v2',
  '/v2/pause/blobs',
  '/board',
  '',
  '/report',
];
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'X',
];

/** One hostile request as bytes, of one of the kinds that servers have fallen to. */
function hostile(next: () => number): Buffer {
  const pick = <Value>(list: readonly Value[]): Value =>
    list[Math.floor(next() * list.length)] as Value;
  const junk = (length: number) =>
    Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
  const word = () => junk(1 + Math.floor(next() * 40)).toString('base64url');
  const request = (method: string, path: string, headers = '', body = '') =>
    Buffer.from(
      `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n${body}`,
    );
  const kinds: (() => Buffer)[] = [
    () =>
      request(
        'GET',
        `${pick(bases)}/${`${pick(ups)}/`.repeat(1 + Math.floor(next() * 6))}${pick(targets)}`,
      ),
    () => request('GET', `${pick(bases)}/%${pick(['', 'zz', 'ff', '0', 'u0041'])}${word()}`),
    () =>
      request(
        pick(methods),
        `${pick(bases)}/${word()}/${pick(['user-data', 'config.ign', word()])}`,
      ),
    () =>
      request(
        'GET',
        `/seed/c1/user-data`,
        `authorization: ${pick(['Bearer', 'Basic', 'Digest', ''])} ${word()}\r\n`,
      ),
    () => request('GET', `/once/${'A'.repeat(Math.floor(next() * 90))}/user-data`),
    () =>
      request(
        'GET',
        '/seed/c1/user-data',
        `x-forwarded-for: 10.0.0.11\r\nx-real-ip: 10.0.0.11\r\nforwarded: for=10.0.0.11\r\nhost: 10.0.0.11\r\n`,
      ),
    () => request('GET', '/healthz', `x-${word()}: ${'a'.repeat(Math.floor(next() * 20_000))}\r\n`),
    () => request('GET', `/${'a'.repeat(Math.floor(next() * 12_000))}`),
    () =>
      request('GET', `/ipxe?${'mac=1&'.repeat(Math.floor(next() * 300))}__proto__[x]=1&${word()}`),
    () =>
      request(
        'GET',
        '/files/kubelet/kubelet',
        `range: bytes=${pick(['-', '9-1', '-0', '99999999999999999999-', '0-0,1-1', word()])}\r\n`,
      ),
    () => {
      const body = pick([
        '{',
        '[]',
        'null',
        '{"__proto__":1}',
        '{"node":"c1","constructor":{}}',
        '"x"',
        `[${'['.repeat(3000)}`,
        word(),
      ]);
      const type = pick([
        'application/json',
        'text/plain',
        'multipart/form-data',
        'application/json; charset=utf-7',
        '',
      ]);
      return request(
        'POST',
        pick(['/report/c1', '/admin/nodes/c1/arm', `/report/${word()}`]),
        `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`,
        body,
      );
    },
    () =>
      request(
        'POST',
        '/report/c1',
        `content-type: application/json\r\ncontent-length: ${pick(['-1', 'x', '99999999999', '5, 6'])}\r\n`,
        '{}',
      ),
    () =>
      request(
        'POST',
        '/report/c1',
        'content-type: application/json\r\ntransfer-encoding: chunked\r\n',
        pick(['zz\r\n', 'ffffffffffffffff\r\n', '2\r\n{}\r\n0\r\n\r\n', '0\r\n\r\n']),
      ),
    () =>
      request(
        'POST',
        '/report/c1',
        'content-length: 2\r\ntransfer-encoding: chunked\r\n',
        '{}0\r\n\r\n',
      ),
    () => Buffer.concat([junk(1 + Math.floor(next() * 200)), Buffer.from('\r\n\r\n')]),
    () =>
      Buffer.concat([Buffer.from('GET /'), junk(30), Buffer.from(' HTTP/1.1\r\nhost: x\r\n\r\n')]),
    () => request('GET', '/healthz\r\nx: y', 'a b: c\r\n'),
  ];
  return pick(kinds)();
}

function ask(request: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(running.port, '127.0.0.1', () => socket.end(request));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(pieces)));
  });
}

it('answers 10,000 hostile requests without a 5xx and without a secret byte', async () => {
  const next = random(20_261_128);
  const requests = Array.from({ length: 10_000 }, () => hostile(next));
  const { secrets } = lab.build;
  if (secrets === undefined) throw new Error('no secrets');
  const lines = listSecretValues(secrets).flatMap(({ value }) =>
    value.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----')),
  );
  expect(lines.length).toBeGreaterThan(30);
  const statuses = new Map<number, number>();
  const worker = async () => {
    for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
      const answer = (await ask(request)).toString('latin1');
      const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const found = lines.find((line) => answer.includes(line));
      expect(status < 500 && found === undefined, request.toString('latin1').slice(0, 300)).toBe(
        true,
      );
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([400, 403, 404, 405, 431]));
  expect(await server.context.state.listGifts()).toEqual([]);
  expect(await server.context.state.listReports()).toEqual([]);
  expect(server.log.join('')).not.toMatch(/"level":[56]0/);
  const well = await fetch(`http://127.0.0.1:${running.port}/healthz`);
  expect(well.status).toBe(200);
});
