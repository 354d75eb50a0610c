import { afterEach, beforeAll, expect, test } from 'vitest';
import type { ClusterFixture } from '../fixtures/cluster.ts';
import {
  compileMachine,
  installMachine,
  loopbackFixture,
  serverName,
  unitCommand,
  workerName,
} from './machine.ts';
import { buildPrograms } from './programs.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let fixture: ClusterFixture;
let programs: ReadonlyMap<string, string>;
let sandbox: Sandbox | undefined;

beforeAll(async () => {
  fixture = await loopbackFixture();
  programs = buildPrograms(`kubernetes@${fixture.cluster.version}:kubelet`);
}, 600_000);

afterEach(async () => {
  await sandbox?.close();
});

/**
 * The kubelet reads its flags, configuration and identity, and gets as far as asking for the container runtime,
 * which is not here. `--v=5` is the one thing that is added: with it the kubelet prints what it has understood.
 */
test.each([serverName, workerName])(
  'the kubelet of %s takes its flags and configuration',
  async (name) => {
    sandbox = await openSandbox();
    const machine = compileMachine(fixture, name);
    await installMachine(sandbox, machine, programs);
    const command = [...unitCommand(machine, 'kubelet.service'), '--v=5'];
    const { code, stderr } = await sandbox.run(['timeout', '120', ...command]);
    expect(stderr).not.toMatch(/lenient decoding|unknown field|unknown flag|deprecated/i);
    // Since 1.37: "Effective KubeletConfiguration" config=<…>.
    expect(stderr).toMatch(/KubeletConfiguration" config(uration)?=/);
    const ending =
      stderr
        .trim()
        .split('\n')
        .findLast((line) => line.includes('command failed')) ?? stderr;
    expect(ending).toMatch(/dial unix \/run\/containerd\/containerd\.sock: connect: no such file/);
    expect(code).toBe(1);
  },
);
