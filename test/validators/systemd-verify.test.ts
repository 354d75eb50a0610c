import { afterEach, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/machine/model.ts';
import { fetcherUnit } from '../../src/render/cloud-init-part.ts';
import { compiledMachines } from '../fixtures/compiled.ts';
import { aUnit, nastyMachine } from '../fixtures/machine.ts';
import { layUnits } from './systemd/unit-root.ts';
import { runTool, type ToolResult } from './trees/run-tool.ts';
import { createSystemRoot } from './trees/system-root.ts';

let remove: (() => void) | undefined;
afterEach(() => remove?.());

/** What systemd-analyze says of all units of a machine, in a root of their own. */
function verify(machine: Machine): ToolResult {
  const created = createSystemRoot();
  remove = created.remove;
  layUnits(created.root, machine);
  const names = machine.units.filter(({ enabled }) => enabled !== 'mask').map(({ name }) => name);
  return runTool('/usr/bin/systemd-analyze', [
    `--root=${created.root}`,
    '--man=no',
    '--recursive-errors=yes',
    'verify',
    ...names,
  ]);
}

describe('systemd-analyze verify', () => {
  it.each(
    compiledMachines().map((machine) => ({ name: `${machine.os} ${machine.name}`, machine })),
  )('has nothing to say about the units of $name', ({ machine }) => {
    expect(verify(machine)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('has nothing to say about the unit that fetches the second part', () => {
    const machine = { ...nastyMachine(), units: [fetcherUnit] };
    expect(verify(machine)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['a program that is not there', '[Service]\nExecStart=/usr/local/bin/missing\n'],
    ['an unknown key', '[Service]\nExecStrat=/bin/true\nExecStart=/bin/true\n'],
    ['a bad value', '[Service]\nExecStart=/bin/true\nRestart=maybe\n'],
    ['a missing requirement', '[Unit]\nRequires=missing.service\n[Service]\nExecStart=/bin/true\n'],
  ])('complains of %s, so that its silence counts', (_, content) => {
    const machine = { ...nastyMachine(), units: [aUnit('bad.service', { content })] };
    expect(verify(machine)).not.toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
