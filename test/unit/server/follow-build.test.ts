import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { buildProfile } from '../../../src/output/build-profile.ts';
import { type FollowedBuild, followBuild } from '../../../src/server/follow-build.ts';
import { fixtureNow } from '../../fixtures/cluster.ts';
import { buildLab, type Lab, type LabServer, labProfile, openLab } from '../../fixtures/server.ts';

let lab: Lab;
let server: LabServer;
afterEach(async () => {
  await server.close();
  lab.remove();
});

async function open(told: unknown[]): Promise<FollowedBuild> {
  lab = await buildLab();
  const build = followBuild(lab.directory, (what) => void told.push(what));
  const followed = Object.defineProperty({}, 'shelf', { get: () => build.shelf, enumerable: true });
  server = await openLab(lab);
  Object.defineProperty(
    server.context,
    'shelf',
    Object.getOwnPropertyDescriptor(followed, 'shelf') ?? {},
  );
  return build;
}

async function rebuild(change: (text: string) => string): Promise<void> {
  const profilePath = join(lab.folder, 'lab.yaml');
  writeFileSync(profilePath, change(labProfile));
  const out = join(lab.folder, 'out');
  const { directory } = await buildProfile({ profilePath, out, now: fixtureNow, write: true });
  expect(directory).toBe(lab.directory);
}

const get = (url: string) => server.app.inject({ url, remoteAddress: '10.0.0.11' });

it('serves a new build at once and keeps what was given', async () => {
  const told: unknown[] = [];
  const build = await open(told);
  expect((await get('/seed/c1/user-data')).statusCode).toBe(200);
  const before = (await get('/seed/c1/network-config')).payload;
  build.look();
  await rebuild((text) =>
    text
      .replaceAll('gateway: 10.0.0.1,', 'gateway: 10.0.0.2,')
      .replace('serial: 5Q0RNM1', 'serial: NEW1'),
  );
  expect((await get('/seed/c1/network-config')).payload).toBe(before);
  build.look();
  build.look();
  expect(told).toEqual([{}]);
  const after = (await get('/seed/c1/network-config')).payload;
  expect(after).toBe(readFileSync(join(lab.directory, 'c1/network-config'), 'utf8'));
  expect(after).not.toBe(before);
  expect((await get('/ipxe?serial=NEW1')).statusCode).toBe(200);
  expect((await get('/ipxe?serial=5Q0RNM1')).statusCode).toBe(404);
  expect((await get('/seed/c1/user-data')).statusCode).toBe(410);
  expect((await get('/seed/c1/config.ign')).statusCode).toBe(200);
});

it.each([
  ['half written', (path: string) => writeFileSync(path, '{ "version": 1,')],
  ['gone', (path: string) => renameSync(path, `${path}.gone`)],
  [
    'of another cluster',
    (path: string) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('"cluster": "lab"', '"cluster": "x"')),
  ],
  [
    'with a document that is not the one that was built',
    (path: string) => {
      writeFileSync(path, `${readFileSync(path, 'utf8')}\n`);
      writeFileSync(join(lab.directory, 'w2/user-data'), 'half');
    },
  ],
])(
  'does not serve a build that is %s, says so once, and goes on with the old one',
  async (_what, spoil) => {
    const told: unknown[] = [];
    const build = await open(told);
    const before = build.shelf;
    spoil(join(lab.directory, 'manifest.json'));
    build.look();
    build.look();
    expect(told).toEqual([{ problem: expect.any(String) }]);
    expect(build.shelf).toBe(before);
    expect((await get('/seed/c1/user-data')).statusCode).toBe(200);
  },
);
