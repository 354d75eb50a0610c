import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCloudInit } from '../../src/render/cloud-init.ts';
import { placedMarker } from '../../src/render/cloud-init-commands.ts';
import { ignitionConfig, wrapIgnition } from '../../src/render/ignition.ts';
import { compiledMachines } from '../fixtures/compiled.ts';
import { bootCloudInit, seedCloudInit } from './trees/apply-cloud-init.ts';
import { applyIgnition } from './trees/apply-ignition.ts';
import { accountsOf, enablement, newRoot, removeRoots, treeOf } from './trees/machine-root.ts';
import { readTree } from './trees/read-tree.ts';

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
      applyIgnition(ignition, wrapIgnition(ignitionConfig(machine, '3.3.0'), '3.3.0'));
    });

    afterAll(() => {
      removeRoots();
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
      removeRoots();
    }
  },
);
