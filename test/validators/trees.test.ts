import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/machine/model.ts';
import { renderCloudInit } from '../../src/render/cloud-init.ts';
import { placedMarker } from '../../src/render/cloud-init-commands.ts';
import { renderIgnition, wrapIgnition } from '../../src/render/ignition.ts';
import { compiledMachines } from '../fixtures/compiled.ts';
import { bootCloudInit, seedCloudInit } from './trees/apply-cloud-init.ts';
import { applyIgnition } from './trees/apply-ignition.ts';
import { readTree, type TreeEntry } from './trees/read-tree.ts';
import { runTool } from './trees/run-tool.ts';
import { createSystemRoot } from './trees/system-root.ts';

/** Paths that differ between the formats, and why they must. Everything else is equal. */
const differences: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /^\/etc\/netplan(\/|$)/, why: 'cloud-init gets its network beside the user data' },
  { path: /^\/etc\/systemd\/system-preset(\/|$)/, why: 'how Ignition enables units' },
  { path: /^\/etc\/\.ignition-result\.json$/, why: "Ignition's own report" },
  { path: /^\/etc\/(passwd|group|shadow|gshadow|sub[ug]id)-?$/, why: 'compared by account' },
  { path: /^\/etc\/cloud(\/|$)/, why: "cloud-init's own settings" },
  { path: /^\/(var\/lib\/cloud|run|var\/log|tmp)(\/|$)/, why: "cloud-init's own state" },
  { path: /^\/usr\/lib\/python3(\/|$)/, why: 'schemas that cloud-init reads in the chroot' },
  { path: /^\/var\/lib\/clusterseed(\/placed)?$/, why: 'the marker of a finished first boot' },
  {
    path: /^\/etc\/\.pwd\.lock$/,
    why: 'left by whatever creates a user; only cloud-init always does',
  },
  { path: /^\/home\/debian(\/|$)/, why: "the image's default user" },
  { path: /^\/etc\/sudoers\.d\/90-cloud-init-users$/, why: "the image's default user" },
];

/** cloud-init writes SSH keys in no fixed order. */
function normalize(path: string, entry: TreeEntry): TreeEntry {
  if (!path.endsWith('/.ssh/authorized_keys')) return entry;
  const text = Buffer.from(entry.content, 'base64').toString();
  return { ...entry, content: text.split('\n').sort().join('\n') };
}

function treeOf(root: string): Record<string, TreeEntry> {
  const entries = [...readTree(root)]
    .filter(([path]) => !differences.some((difference) => difference.path.test(path)))
    .map(([path, entry]) => [path, normalize(path, entry)]);
  return Object.fromEntries(entries);
}

/** Accounts as their names are used: shell, home, groups, and whether there is a password. */
function accountsOf(root: string, machine: Machine): unknown {
  const lines = (file: string) =>
    readText(root, file)
      .split('\n')
      .map((line) => line.split(':'));
  return machine.users.map(({ name }) => {
    const [, , , gid, , home, shell] = lines('/etc/passwd').find(([user]) => user === name) ?? [];
    const groups = lines('/etc/group');
    const password = lines('/etc/shadow').find(([user]) => user === name)?.[1] ?? '';
    return {
      name,
      home,
      shell,
      group: groups.find((group) => group[2] === gid)?.[0],
      groups: groups.filter((group) => group[3]?.split(',').includes(name)).map(([group]) => group),
      password: password.startsWith('$') ? password : 'none',
    };
  });
}

function readText(root: string, path: string): string {
  return Buffer.from(readTree(root).get(path)?.content ?? '', 'base64').toString();
}

function enablement(root: string, machine: Machine): Record<string, string> {
  const names = machine.units.map(({ name }) => name);
  const { stdout } = runTool('/usr/bin/systemctl', [`--root=${root}`, 'is-enabled', ...names]);
  const states = stdout.trim().split('\n');
  if (states.length !== names.length) throw new Error(`systemctl said ${stdout}`);
  return Object.fromEntries(names.map((name, index) => [name, states[index] ?? '']));
}

/** Units of the operating system and its packages that the machine changes or enables. */
function installSystemUnits(root: string, machine: Machine): void {
  const directory = join(root, 'usr/lib/systemd/system');
  mkdirSync(directory, { recursive: true });
  for (const { name, content, enabled } of machine.units) {
    if (content !== undefined) continue;
    // Whether one that we leave alone is enabled is the system's affair.
    const install = enabled ? '\n[Install]\nWantedBy=multi-user.target\n' : '';
    writeFileSync(join(directory, name), `[Service]\nExecStart=/usr/bin/true\n${install}`);
  }
}

const roots: ReturnType<typeof createSystemRoot>[] = [];

function newRoot(machine: Machine): string {
  const created = createSystemRoot();
  roots.push(created);
  installSystemUnits(created.root, machine);
  return created.root;
}

const machines = compiledMachines().filter((machine) => machine.networkRenderer === 'netplan');

describe.each(machines.map((machine) => ({ name: `${machine.name} (${machine.os})`, machine })))(
  '$name',
  ({ machine }) => {
    let cloudInit = '';
    let ignition = '';

    beforeAll(() => {
      cloudInit = newRoot(machine);
      ignition = newRoot(machine);
      seedCloudInit(cloudInit, renderCloudInit(machine));
      bootCloudInit(cloudInit);
      applyIgnition(ignition, wrapIgnition(renderIgnition(machine, '3.3.0'), '3.3.0'));
    });

    afterAll(() => {
      for (const root of roots.splice(0)) root.remove();
    });

    it('is the same tree from both formats', () => {
      expect(treeOf(ignition)).toEqual(treeOf(cloudInit));
      expect(accountsOf(ignition, machine)).toEqual(accountsOf(cloudInit, machine));
      expect(enablement(ignition, machine)).toEqual(enablement(cloudInit, machine));
    });

    it('is the tree that the machine describes', () => {
      const tree = readTree(cloudInit);
      for (const { path, content, mode, user, group } of machine.files) {
        expect([path, tree.get(path)]).toEqual([
          path,
          {
            kind: 'file',
            mode: mode.toString(8),
            owner: `${user}:${group}`,
            content: Buffer.from(content).toString('base64'),
          },
        ]);
      }
      for (const { path, mode, user, group } of machine.directories) {
        expect([path, tree.get(path)]).toMatchObject([
          path,
          { kind: 'directory', mode: mode.toString(8), owner: `${user}:${group}` },
        ]);
      }
      for (const { path, target } of machine.symlinks) {
        expect([path, tree.get(path)]).toMatchObject([path, { kind: 'symlink', content: target }]);
      }
      const states = enablement(cloudInit, machine);
      for (const unit of machine.units) {
        const state = states[unit.name];
        if (unit.enabled === 'mask') expect([unit.name, state]).toEqual([unit.name, 'masked']);
        else if (unit.enabled) expect([unit.name, state]).toEqual([unit.name, 'enabled']);
        else expect([unit.name, state]).not.toEqual([unit.name, 'enabled']);
      }
      expect(tree.has(placedMarker)).toBe(true);
    });
  },
);

/** One machine of each role, and the nasty one. */
const interrupted = machines.filter(({ name }) => name.endsWith('-1'));

it.each(interrupted.map((machine) => ({ name: machine.name, machine })))(
  '$name is healed after a power cut in the first boot, and only then',
  ({ machine }) => {
    const root = newRoot(machine);
    try {
      seedCloudInit(root, renderCloudInit(machine));
      bootCloudInit(root);
      const whole = treeOf(root);
      const below = machine.files.filter(({ path }) => path.startsWith('/etc/'));
      const deferred = machine.files.find(({ user }) => user !== 'root') ?? below[0];
      const truncated = below.find((file) => file !== deferred);
      const damage = () => {
        writeFileSync(join(root, truncated?.path ?? ''), '');
        rmSync(join(root, deferred?.path ?? ''));
      };
      damage();
      rmSync(join(root, placedMarker));
      bootCloudInit(root);
      expect(treeOf(root)).toEqual(whole);
      damage();
      const damaged = treeOf(root);
      bootCloudInit(root);
      expect(treeOf(root)).toEqual(damaged);
    } finally {
      for (const created of roots.splice(0)) created.remove();
    }
  },
);
