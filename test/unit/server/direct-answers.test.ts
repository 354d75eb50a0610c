import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WorldError } from '../../../src/output/world-error.ts';
import { hashToken } from '../../../src/server/access.ts';
import type { ServerContext } from '../../../src/server/context.ts';
import { type RunningServer, startServer } from '../../../src/server/listen.ts';
import { buildLab, type Lab, type LabServer, noon, openLab } from '../../fixtures/server.ts';

const token = 'a'.repeat(43);
const loopback = { cidrs: [], macOf: () => undefined };
const log: string[] = [];
let lab: Lab;
let server: LabServer;
let running: RunningServer;

beforeAll(async () => {
  lab = await buildLab();
  server = await openLab(lab, { networks: loopback });
  const tokenSha256 = hashToken(token);
  await server.context.state.arm({ node: 'c1', tokenSha256, expires: noon + 60_000 });
  running = await start(server.context);
}, 300_000);
afterAll(async () => {
  await running.close();
  await server.app.close();
  lab.remove();
});

const start = (context: ServerContext) =>
  startServer(context, { host: '127.0.0.1', port: 0, log: (line) => void log.push(line) });

interface Got {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** By a socket, where the direct answers are. */
function overSocket(path: string, { port } = running, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const question = request({ host: '127.0.0.1', port, path, method }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        const { statusCode: status, headers } = answer;
        resolve({
          status,
          headers: plain(headers),
          body: Buffer.concat(pieces).toString('latin1'),
        });
      });
    });
    question.on('error', reject).end();
  });
}

/** Without a socket, where fastify alone answers. */
async function byFastify(url: string): Promise<Got> {
  const answer = await server.app.inject({ url, remoteAddress: '127.0.0.1' });
  const { statusCode: status, headers, rawPayload } = answer;
  return { status, headers: plain(headers), body: rawPayload.toString('latin1') };
}

/** Without what tells of the connection and the moment. */
function plain({ date, connection, 'keep-alive': _, ...headers }: Record<string, unknown>) {
  return headers;
}

/** The last line of a log, without what tells of the moment. */
function lastLine(lines: readonly string[]): object {
  const { time, ms, ...line } = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  expect(ms).toBeTypeOf('number');
  return line;
}

it.each([
  ['/healthz', 200],
  ['/openapi.json', 200],
  ['/boot.ipxe', 200],
  [`/once/${token}/meta-data`, 200],
  [`/once/${token}/network-config`, 200],
  [`/once/${token}/nothing`, 404],
  [`/once/${'b'.repeat(43)}/user-data`, 403],
  ['/once/short/user-data', 400],
  ['/once//user-data', 400],
  [`/once/${token}/meta-data/more`, 404],
  [`/once/${token}/meta%2Ddata`, 200],
  [`/once/${token}/meta-data?instance=1`, 200],
  ['/seed/c1/meta-data', 403],
  ['/seed/none/meta-data', 403],
  ['/seed/C1/meta-data', 400],
  ['/boot.ipxe/', 404],
  ['/constructor', 404],
])('%s is answered as fastify alone answers it: %i', async (url, status) => {
  const [answer, expected] = [await overSocket(url), await byFastify(url)];
  expect(answer).toEqual(expected);
  expect(answer.status).toBe(status);
  expect(lastLine(log)).toEqual(lastLine(server.log));
});

it('what holds secrets is given once, whichever way is taken', async () => {
  const url = `/once/${token}/user-data`;
  const document = (await overSocket(url)).body;
  expect(document).toBe(
    server.context.shelf.nodes.get('c1')?.documents.get('user-data')?.bytes.toString('latin1'),
  );
  expect([(await overSocket(url)).status, (await byFastify(url)).status]).toEqual([410, 410]);
  expect(log.map((line) => JSON.parse(line).msg)).toContain('asked for again');
});

it('questions that come together are answered in their order, whoever answers them', async () => {
  const paths = ['/boot.ipxe', '/none', `/once/${token}/meta-data`, '/metrics', '/healthz'];
  const lines = log.length;
  const socket = connect(running.port, '127.0.0.1');
  const ask = (path: string, last: boolean) =>
    `GET ${path} HTTP/1.1\r\nhost: lab\r\n${last ? 'connection: close\r\n' : ''}\r\n`;
  socket.write(paths.map((path, index) => ask(path, index === paths.length - 1)).join(''));
  const said = await text(socket);
  const statuses = [...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  expect(statuses.join(' ')).toBe('200 404 200 401 200');
  const marks = ['#!ipxe', '"http-404"', 'instance-id', '"ok"'];
  const places = marks.map((mark) => said.indexOf(mark));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  const routes = log.slice(lines).map((line) => JSON.parse(line).route);
  expect(routes.toSorted()).toEqual([
    '(none)',
    '/boot.ipxe',
    '/healthz',
    '/metrics',
    '/once/:token/:file',
  ]);
});

it('only GET is answered directly', async () => {
  expect((await overSocket('/boot.ipxe', running, 'POST')).status).toBe(404);
  expect((await overSocket('/boot.ipxe', running, 'DELETE')).status).toBe(405);
});

it('the answers are counted by route', async () => {
  const before = await server.context.metrics.text();
  await overSocket('/boot.ipxe');
  const count = (metrics: string) =>
    Number(
      /^clusterseed_http_requests_total\{route="\/boot\.ipxe",method="GET",status="200"\} (\d+)$/m.exec(
        metrics,
      )?.[1],
    );
  expect(count(await server.context.metrics.text())).toBe(count(before) + 1);
});

it('a state that cannot be reached is a 503, and the log says why', async () => {
  const nodeOfToken = async () => {
    throw new WorldError('the state is away');
  };
  const state = { ...server.context.state, nodeOfToken, close: async () => undefined };
  const broken = await start({ ...server.context, state });
  const asked = await overSocket(`/once/${token}/meta-data`, broken);
  expect([asked.status, JSON.parse(asked.body).code]).toEqual([503, 'http-503']);
  expect(log.some((line) => line.includes('the state is away'))).toBe(true);
  expect((await overSocket('/healthz', broken)).status).toBe(503);
  expect((await overSocket('/boot.ipxe', broken)).status).toBe(200);
  await broken.close();
});
