import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/machine/model.ts';
import { renderCloudInit, renderSeed } from '../../src/render/cloud-init.ts';
import { placedMarker } from '../../src/render/cloud-init-commands.ts';
import { partPaths } from '../../src/render/part-paths.ts';
import { iccMachines } from '../fixtures/compiled.ts';
import { bare, nastyMachine } from '../fixtures/machine.ts';
import { splitFiles } from '../fixtures/split.ts';
import { bootCloudInit, seedCloudInit } from './trees/apply-cloud-init.ts';
import { applyIgnition } from './trees/apply-ignition.ts';
import { accountsOf, enablement, newRoot, removeRoots, treeOf } from './trees/machine-root.ts';
import { type Answer, type PartStore, startPartStore } from './trees/part-store.ts';
import { runTool, type ToolResult } from './trees/run-tool.ts';
import { makeStoreTls } from './trees/store-tls.ts';
import { runTmpfiles } from './trees/system-root.ts';

/** What only a split document puts on a machine, and leaves there; the folder is everybody's but the fixture's. */
const ownPaths = [
  '/etc/clusterseed',
  partPaths.script,
  partPaths.ca,
  `/etc/systemd/system/${partPaths.unit}`,
  `/etc/systemd/system/multi-user.target.wants/${partPaths.unit}`,
];

const tls = makeStoreTls();
let http: PartStore;
let https: PartStore;

beforeAll(async () => {
  http = await startPartStore();
  https = await startPartStore(tls.server);
});
afterEach(removeRoots);
afterAll(() => Promise.all([http.stop(), https.stop()]));

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

function splitTree(root: string): ReturnType<typeof treeOf> {
  const entries = Object.entries(treeOf(root)).filter(([path]) => !ownPaths.includes(path));
  return Object.fromEntries(entries);
}

/** The store with everything of the machine, and the machine's files as they would be attached. */
async function offer(store: PartStore, machine: Machine, answers: readonly Answer[] = []) {
  const more = store === https ? { ca: tls.ca, token: 'a-token-of-this-node' } : {};
  const files = splitFiles(machine, { url: `${store.url}/icc`, cluster: 'icc', ...more });
  const folder = `/icc/${machine.name}`;
  const parts = Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]);
  await store.offer(Object.fromEntries(parts), answers);
  return files;
}

/** Boots the small document alone; the unit that it has enabled is started by `runPart`. */
function bootSmall(machine: Machine, userData: Uint8Array | undefined): string {
  const root = newRoot(machine);
  seedCloudInit(root, { userData: text(userData), ...renderSeed(machine) });
  bootCloudInit(root);
  return root;
}

/** Runs the command of the unit in the root for some seconds, with a console of its own and pauses of a second. */
function runPart(root: string, seconds = 60): ToolResult {
  const unit = readFileSync(join(root, 'etc/systemd/system', partPaths.unit), 'utf8');
  const command = /^ExecStart=(.*)$/m.exec(unit.replaceAll('\\\n', ''))?.[1]?.split(/\s+/) ?? [];
  const [python = '', ...args] = command;
  const driver = new URL('trees/run-part.py', import.meta.url).pathname;
  const own = args.map((arg) => (arg === '/dev/console' ? '/run/console' : arg));
  const program = [python, driver, root, ...own.slice(0, -1), '1'];
  const result = runTool('/usr/bin/timeout', [String(seconds), ...program]);
  runTmpfiles(root);
  return result;
}

/** What the fetcher says of itself, on the console and in the journal. */
function stateLines(output: string): string[] {
  return output.split('\n').filter((line) => line.startsWith('clusterseed: '));
}

const machines = [
  nastyMachine(),
  ...iccMachines().filter(({ name }) => ['icc-ctrl-1', 'icc-frontend-1'].includes(name)),
];

describe.each(machines.map((machine) => ({ name: machine.name, machine })))(
  '$name, split',
  ({ machine }) => {
    it('is the same tree as inline, from both formats', async () => {
      const inline = newRoot(machine);
      seedCloudInit(inline, renderCloudInit(machine));
      bootCloudInit(inline);
      const expected = [
        splitTree(inline),
        accountsOf(inline, machine),
        enablement(inline, machine),
      ];

      const files = await offer(https, machine);
      const root = bootSmall(machine, files['user-data']);
      expect(treeOf(root)).not.toEqual(treeOf(inline));
      expect(runPart(root).status).toBe(0);
      const seen = await https.seen();
      expect([splitTree(root), accountsOf(root, machine), enablement(root, machine)]).toEqual(
        expected,
      );
      expect(existsSync(join(root, placedMarker))).toBe(true);
      for (const secret of [partPaths.settings, partPaths.kept]) {
        expect([secret, existsSync(join(root, secret))]).toEqual([secret, false]);
      }

      const pointed = newRoot(machine);
      applyIgnition(pointed, text(files['config.ign']));
      expect([
        splitTree(pointed),
        accountsOf(pointed, machine),
        enablement(pointed, machine),
      ]).toEqual(expected);
      const authorization = 'Bearer a-token-of-this-node';
      const folder = `/icc/${machine.name}`;
      expect(seen).toEqual([{ url: `${folder}/user-data.part.json`, authorization }]);
      expect((await https.seen()).slice(1)).toEqual([
        { url: `${folder}/config.part.ign`, authorization },
      ]);
    });
  },
);

describe('the fetcher', () => {
  const machine = nastyMachine();

  it('asks for as long as the store is down, cut off or wrong, and takes only the right bytes', async () => {
    const files = await offer(http, machine, ['busy', 'cut', 'wrong', 'busy', 'part']);
    const root = bootSmall(machine, files['user-data']);
    const { status, stdout } = runPart(root);
    expect(status).toBe(0);
    expect(await http.seen()).toHaveLength(5);
    const lines = stateLines(stdout).map((line) => line.replace(/seconds=\d+/, 'seconds=N'));
    const failed = (problem: string) =>
      `clusterseed: node=node-1 step=part state=failed seconds=N detail="${problem}; trying for as long as it takes"`;
    expect(lines[0]).toBe('clusterseed: node=node-1 step=part state=running seconds=N detail=""');
    expect(lines[1]).toBe(failed('HTTP Error 503: Service Unavailable'));
    expect(lines[2]).toMatch(/state=failed .*(closed connection|reset)/);
    expect(lines[3]).toBe(failed('the SHA-256 differs'));
    expect(lines[4]).toBe(failed('HTTP Error 503: Service Unavailable'));
    expect(lines.slice(5)).toEqual([
      'clusterseed: node=node-1 step=part state=done seconds=N detail=""',
    ]);
  });

  it('applies nothing of a part with a wrong byte', async () => {
    const files = await offer(
      http,
      machine,
      Array.from({ length: 50 }, () => 'wrong' as const),
    );
    const root = bootSmall(machine, files['user-data']);
    const before = treeOf(root);
    expect(runPart(root, 4).status).toBe(124);
    expect((await http.seen()).length).toBeGreaterThan(1);
    expect(treeOf(root)).toEqual(before);
    expect(existsSync(join(root, placedMarker))).toBe(false);
    expect(existsSync(join(root, partPaths.kept))).toBe(false);
  });

  it('needs the store once: a part that was kept is put in place after a power cut', async () => {
    const files = await offer(http, machine);
    const root = bootSmall(machine, files['user-data']);
    mkdirSync(join(root, 'var/lib/clusterseed'));
    writeFileSync(join(root, partPaths.kept), files['user-data.part.json'] ?? '');
    expect(runPart(root).status).toBe(0);
    expect(await http.seen()).toEqual([]);
    expect(existsSync(join(root, placedMarker))).toBe(true);
  });

  it('trusts no other CA, and says so', async () => {
    const files = await offer(https, { ...bare, files: [] });
    const other = text(files['user-data']).replace(
      tls.ca.trim().replaceAll('\n', '\n    '),
      tls.otherCa.trim().replaceAll('\n', '\n    '),
    );
    expect(other).not.toBe(text(files['user-data']));
    const root = bootSmall(bare, Buffer.from(other));
    const { status, stdout } = runPart(root, 4);
    expect(status).toBe(124);
    expect(stateLines(stdout)[1]).toMatch(/state=failed .*certificate verify failed/i);
    expect(await https.seen()).toEqual([]);
  });
});

describe('Ignition', () => {
  const machine = iccMachines().find(({ name }) => name === 'icc-worker-1') ?? bare;

  it('asks again while the store answers 503 or cuts the line', async () => {
    const files = await offer(http, machine, ['busy', 'cut', 'part']);
    const root = newRoot(machine);
    applyIgnition(root, text(files['config.ign']));
    expect(await http.seen()).toHaveLength(3);
    expect(enablement(root, machine)['kubelet.service']).toBe('enabled');
  });

  it('stops with a message when the store has no such part', async () => {
    const files = await offer(http, machine);
    await http.offer({});
    const root = newRoot(machine);
    expect(() => applyIgnition(root, text(files['config.ign']))).toThrow(/404|not found/i);
  });

  it('refuses a part with a wrong byte and applies nothing', async () => {
    const files = await offer(http, machine, ['wrong', 'wrong', 'wrong']);
    const root = newRoot(machine);
    const before = treeOf(root);
    expect(() => applyIgnition(root, text(files['config.ign']))).toThrow(
      /hash verification failed/,
    );
    const after = Object.entries(treeOf(root)).filter(([path]) => !path.startsWith('/etc/selinux'));
    expect(Object.fromEntries(after)).toEqual(before);
  });
});
