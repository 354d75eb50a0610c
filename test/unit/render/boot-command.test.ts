import { existsSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { bootCommand } from '../../../src/render/cloud-init-commands.ts';
import { createSandbox, type Sandbox } from '../components/first-boot/sandbox.ts';

const semaphores = '/var/lib/cloud/instance/sem';
let sandbox: Sandbox;

beforeEach(() => {
  sandbox = createSandbox();
  sandbox.standIn('cloud-init', '');
  sandbox.standIn('sync', '');
  sandbox.write(`${semaphores}/config_write_files`, '');
  sandbox.write(`${semaphores}/config_ssh`, '');
  sandbox.write('/etc/netplan/50-cloud-init.yaml', 'network: {}');
  sandbox.write('/etc/systemd/network/99-own.network', '');
  sandbox.write('/etc/nothing/file', '');
});

/** Runs the command as if the sandbox were the root; says what it called. */
function boot(): string[] {
  const root = `${sandbox.path('')}/`;
  const command = bootCommand().replaceAll(/(?<=\s)\/(?=etc|var)/g, root);
  expect(sandbox.run(command).status).toBe(0);
  return sandbox.calls().map((call) => call.trimEnd());
}

const isThere = (path: string) => existsSync(sandbox.path(path));

it('does nothing once all is in place', () => {
  sandbox.write('/var/lib/clusterseed/placed', '');
  sandbox.write('/etc/netplan/50-cloud-init.yaml', '');
  expect(boot()).toEqual([]);
  expect(isThere(`${semaphores}/config_write_files`)).toBe(true);
});

it('until then every module of cloud-init runs once more', () => {
  expect(boot()).toEqual(['sync']);
  expect(isThere(`${semaphores}/config_write_files`)).toBe(false);
  expect(isThere(`${semaphores}/config_ssh`)).toBe(false);
});

it.each([
  '/etc/netplan/50-cloud-init.yaml',
  '/etc/network/interfaces.d/50-cloud-init',
  '/etc/systemd/network/10-cloud-init-eth0.network',
])('an empty %s makes the next boot a first one', (path) => {
  sandbox.write(path, '');
  expect(boot()).toEqual(['sync', 'cloud-init clean -r']);
});
