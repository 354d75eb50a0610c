import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  adminToken,
  buildLab,
  type Lab,
  type LabServer,
  noon,
  openLab,
} from '../../fixtures/server.ts';

let lab: Lab;
let server: LabServer;
beforeAll(async () => {
  lab = await buildLab();
}, 300_000);
afterAll(() => lab.remove());
beforeEach(async () => {
  server = await openLab(lab);
});
afterEach(async () => {
  for (const name of ['c1', 'w1', 'w2']) await server.context.state.arm({ node: name });
  await server.close();
});

const built = (path: string) => readFileSync(join(lab.directory, path));
const get = (url: string, remoteAddress = '192.0.2.9', authorization?: string) =>
  server.app.inject({
    url,
    remoteAddress,
    headers: authorization === undefined ? {} : { authorization },
  });

async function arm(node: string, seconds = 60): Promise<string> {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/admin/nodes/${node}/arm`,
    headers: { authorization: `Bearer ${adminToken}` },
    payload: { seconds },
  });
  expect(answer.statusCode).toBe(200);
  return new URL(answer.json().url).pathname;
}

describe('in a trusted network', () => {
  it('gives a node’s address its documents as they were built, secret ones once', async () => {
    const first = await get('/seed/c1/user-data', '10.0.0.11');
    expect(first.statusCode).toBe(200);
    expect(first.rawPayload.equals(built('c1/user-data'))).toBe(true);
    expect(first.headers['cache-control']).toBe('no-store');
    expect((await get('/seed/c1/user-data', '10.0.0.11')).statusCode).toBe(410);
    for (let turn = 0; turn < 2; turn++) {
      const meta = await get('/seed/c1/meta-data', '10.0.0.11');
      expect(meta.rawPayload.equals(built('c1/meta-data'))).toBe(true);
      expect((await get('/seed/c1/network-config', '10.0.0.11')).statusCode).toBe(200);
      const vendor = await get('/seed/c1/vendor-data', '10.0.0.11');
      expect([vendor.statusCode, vendor.payload]).toEqual([200, '']);
    }
    const ignition = await get('/seed/c1/config.ign', '::ffff:10.0.0.11');
    expect(ignition.rawPayload.equals(built('c1/config.ign'))).toBe(true);
  });

  it('goes by the MAC address that the kernel knows, whatever the address', async () => {
    server.neighbours.set('10.0.0.200', '52:54:00:00:00:01');
    expect((await get('/seed/c1/user-data', '10.0.0.200')).statusCode).toBe(200);
    server.neighbours.set('10.0.0.11', '52:54:00:00:00:99');
    expect((await get('/seed/c1/config.ign', '10.0.0.11')).statusCode).toBe(403);
  });

  it.each([
    ['another node’s address', '/seed/c1/user-data', '10.0.0.21'],
    ['an address of no node', '/seed/c1/user-data', '10.0.0.99'],
    ['an address outside', '/seed/c1/user-data', '192.0.2.9'],
    ['a node that is none', '/seed/c9/user-data', '10.0.0.11'],
  ])('tells %s nothing', async (_what, url, address) => {
    const answer = await get(url, address);
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'no-proof']);
    expect(await server.context.state.listGifts()).toEqual([]);
  });

  it('knows no other files', async () => {
    expect((await get('/seed/c1/admin.kubeconfig', '10.0.0.11')).statusCode).toBe(404);
    expect((await get('/seed/c1/manifest.json', '10.0.0.11')).statusCode).toBe(404);
    expect((await get('/seed/w1/config.ign', '10.0.0.21')).statusCode).toBe(200);
  });
});

describe('by a one-time token', () => {
  it('gives everything once to whoever has it', async () => {
    const folder = await arm('c1');
    expect((await get(`${folder}meta-data`)).statusCode).toBe(200);
    expect((await get(`${folder}user-data`)).rawPayload.equals(built('c1/user-data'))).toBe(true);
    expect((await get(`${folder}user-data`)).statusCode).toBe(410);
    expect((await get(`${folder}vendor-data`)).statusCode).toBe(200);
    expect((await get('/seed/c1/user-data', '10.0.0.11')).statusCode).toBe(410);
  });

  it('is also a bearer token, of that node only', async () => {
    const token = (await arm('c1')).split('/')[2];
    const bearer = `Bearer ${token}`;
    expect((await get('/seed/w2/user-data', '192.0.2.9', bearer)).statusCode).toBe(403);
    expect((await get('/seed/c1/user-data', '192.0.2.9', bearer)).statusCode).toBe(200);
    expect((await get('/seed/c1/user-data', '192.0.2.9', bearer)).statusCode).toBe(410);
  });

  it('ends with its time, and with the next one', async () => {
    const first = await arm('c1', 60);
    const second = await arm('c1', 60);
    expect((await get(`${first}user-data`)).statusCode).toBe(403);
    server.clock = noon + 60_000;
    expect((await get(`${second}meta-data`)).statusCode).toBe(403);
    expect((await get(`${second}user-data`)).statusCode).toBe(403);
  });

  it('is made by the administrator only', async () => {
    for (const authorization of [undefined, 'Bearer wrong', 'Basic OnRlc3Q=', 'Bearer']) {
      const answer = await server.app.inject({
        method: 'POST',
        url: '/admin/nodes/c1/arm',
        remoteAddress: '10.0.0.11',
        payload: {},
        headers: authorization === undefined ? {} : { authorization },
      });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Basic');
    }
    const basic = `Basic ${Buffer.from(`anyone:${adminToken}`).toString('base64')}`;
    const answer = await server.app.inject({
      method: 'POST',
      url: '/admin/nodes/nobody/arm',
      payload: {},
      headers: { authorization: basic },
    });
    expect(answer.statusCode).toBe(404);
  });
});

describe('the parts of a split document', () => {
  it('go to the token of the document, once, by name or SHA-256', async () => {
    const token = lab.build.secrets?.partTokens?.w1;
    const bearer = `Bearer ${token}`;
    const part = built('w1/user-data.part.json');
    const sha256 = createHash('sha256').update(part).digest('hex');
    expect((await get(`/seed/w1/${sha256}`)).statusCode).toBe(403);
    expect((await get('/seed/w1/user-data', '192.0.2.9', bearer)).statusCode).toBe(403);
    const answer = await get(`/seed/w1/${sha256}`, '192.0.2.9', bearer);
    expect(answer.rawPayload.equals(part)).toBe(true);
    expect((await get('/seed/w1/user-data.part.json', '192.0.2.9', bearer)).statusCode).toBe(410);
    await server.context.state.arm({ node: 'w1' });
    expect((await get('/seed/w1/user-data.part.json', '192.0.2.9', bearer)).statusCode).toBe(200);
  });
});

it('says of each gift in the log who and what, and no token, and no secret', async () => {
  const folder = await arm('c1');
  await get(`${folder}user-data`, '192.0.2.7');
  await get(`${folder}user-data`, '192.0.2.7');
  await get('/seed/c1/user-data', '192.0.2.9', `Bearer ${adminToken}`);
  const log = server.log.join('');
  expect(log).toContain('"node":"c1","file":"user-data","msg":"given"');
  expect(log).toContain('"route":"/once/:token/:file","status":410');
  expect(log).toContain('"peer":"192.0.2.7"');
  expect(log).not.toContain(folder.split('/')[2]);
  expect(log).not.toContain(adminToken);
  for (const line of server.log) expect(() => JSON.parse(line)).not.toThrow();
});
