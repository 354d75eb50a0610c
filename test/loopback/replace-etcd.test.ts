import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuildResult, buildProfile } from '../../src/output/build-profile.ts';
import { compileMachine, installMachine, succeed, unitCommand } from './machine.ts';
import { buildPrograms } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { wireSandboxes } from './wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-replace-'));
const profilePath = join(folder, 'icc.yaml');
const members = new Map<string, Sandbox>();
let hub: Sandbox;
let spares: Sandbox[] = [];
let programs: ReadonlyMap<string, string>;

/** The ICC profile with so many members of etcd, built, as a person does. */
async function build(count: number, replace: readonly string[] = []): Promise<BuildResult> {
  const etcd = Array.from(
    { length: count },
    (_, index) =>
      `  - { name: loop-e${index + 1}, roles: [etcd], address: 10.240.0.3${index + 1}/24 }\n`,
  );
  const others = [
    '  - { name: loop-c1, roles: [controller, frontend], address: 10.240.0.11/24 }\n',
    '  - { name: loop-w1, roles: [worker], address: 10.240.0.20/24 }\n',
  ];
  const text = readFileSync('profiles/icc.yaml', 'utf8');
  const machines = `machines:\n${[...etcd, ...others].join('')}`;
  writeFileSync(
    profilePath,
    text.replace(/^machines:\n.*/ms, () => machines),
  );
  const out = join(folder, 'out');
  const result = await buildProfile({ profilePath, out, now: new Date(), write: true, replace });
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return result;
}

/** Puts the machine, as the build has it, into an empty sandbox and starts etcd. */
async function boot(name: string, { cluster, secrets }: BuildResult): Promise<void> {
  const sandbox = spares.shift();
  if (sandbox === undefined || cluster === undefined || secrets === undefined)
    throw new Error(name);
  const machine = compileMachine({ cluster, secrets }, name);
  await installMachine(sandbox, machine, programs, 'eth0');
  sandbox.keepRunning('etcd', unitCommand(machine, 'etcd.service'));
  members.set(name, sandbox);
}

/** The power goes away, and the disk with it. */
async function lose(name: string): Promise<void> {
  await members.get(name)?.close();
  members.delete(name);
}

function on(name: string, command: string): Promise<string> {
  const sandbox = members.get(name);
  if (sandbox === undefined) throw new Error(`${name} does not run`);
  return succeed(sandbox, ['sh', '-euc', command]);
}

const etcdctl = '. /etc/etcd/etcdctl.env && etcdctl';

/** Does what the kept guide says: its very command lines, and a boot where it says create. */
async function follow(result: BuildResult): Promise<string[]> {
  const text = readFileSync(result.guide?.path ?? '', 'utf8');
  const done: string[] = [];
  for (const step of text.split(/^\d+\. /m).slice(1)) {
    const place = /^On ([\w-]+), as root/.exec(step)?.[1];
    const created = /^Create ([\w-]+) anew/.exec(step)?.[1];
    if (created !== undefined) await boot(created, result);
    if (place !== undefined) {
      const block = /```sh\n([^`]*)```/.exec(step)?.[1] ?? '';
      for (const line of block.trim().split('\n')) await on(place, line.trim());
    }
    done.push(created === undefined ? (place ?? 'elsewhere') : `boot ${created}`);
  }
  return done;
}

async function expectWhole(names: readonly string[]): Promise<void> {
  const [first = ''] = members.keys();
  await on(first, `${etcdctl} endpoint health --cluster`);
  const list = (await on(first, `${etcdctl} member list`)).trim().split('\n');
  expect(list.map((line) => line.split(', ').slice(1, 3).join(' ')).sort()).toEqual(
    names.map((name) => `started ${name}`),
  );
  for (const name of names) {
    const values = await on(name, `${etcdctl} get key --prefix --print-value-only`);
    expect(values.trim().split('\n')).toHaveLength(200);
    const hash = await on(name, `${etcdctl} endpoint hashkv --cluster -w fields | grep '^"Hash"'`);
    expect(new Set(hash.trim().split('\n')).size).toBe(1);
  }
}

beforeAll(async () => {
  cpSync('profiles/icc', join(folder, 'icc'), { recursive: true });
  const first = await build(3);
  programs = buildPrograms(`etcd@${first.cluster?.etcdVersion}`);
  hub = await openSandbox();
  for (let count = 0; count < 8; count += 1) spares.push(await openSandbox());
  wireSandboxes(hub, '10.240.0.1', spares);
  for (const name of ['loop-e1', 'loop-e2', 'loop-e3']) await boot(name, first);
  await sleep(1000);
  await on('loop-e1', `until ${etcdctl} endpoint health --cluster; do sleep 1; done`);
  const write = `for i in $(seq 1000 1199); do ${etcdctl} put key$i value$i; done`;
  await on('loop-e2', write);
}, 900_000);

afterAll(async () => {
  await Promise.all([hub, ...members.values(), ...spares].map((each) => each?.close()));
  spares = [];
  rmSync(folder, { recursive: true, force: true });
});

test('a member that was lost comes back by the steps that were printed', async () => {
  await lose('loop-e3');
  const result = await build(3, ['loop-e3']);
  expect(result.changes?.changed).toEqual(['loop-e3/user-data', 'loop-e3/config.ign']);
  const done = await follow(result);
  expect(done).toContain('boot loop-e3');
  await expectWhole(['loop-e1', 'loop-e2', 'loop-e3']);
});

test('two members that the profile adds join by the steps that were printed', async () => {
  const result = await build(5);
  expect(result.guide?.path).toMatch(/join-loop-e4\+loop-e5\.md$/);
  await follow(result);
  await expectWhole(['loop-e1', 'loop-e2', 'loop-e3', 'loop-e4', 'loop-e5']);
});

test('two of five that were lost at once come back', async () => {
  await lose('loop-e1');
  await lose('loop-e4');
  await follow(await build(5, ['loop-e1', 'loop-e4']));
  await expectWhole(['loop-e1', 'loop-e2', 'loop-e3', 'loop-e4', 'loop-e5']);
});

test('a member that the profile drops leaves by the steps that were printed', async () => {
  const result = await build(4);
  expect(result.guide?.path).toMatch(/leave-loop-e5\.md$/);
  await follow(result);
  await lose('loop-e5');
  await expectWhole(['loop-e1', 'loop-e2', 'loop-e3', 'loop-e4']);
});
