import { expect, test } from 'vitest';
import { legacyScript } from '../../../../src/components/first-boot/legacy-script.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** The script with the system's own paths moved into the sandbox. */
function inside(sandbox: Sandbox): string {
  return ['/sys/fs', '/etc/default', '/run', '/usr/sbin'].reduce(
    (script, path) => script.replaceAll(path, sandbox.path(path.slice(1))),
    legacyScript,
  );
}

const unified = 'sys/fs/cgroup/cgroup.controllers';
const settings = 'etc/default/grub.d/90-clusterseed-cgroup.cfg';

function prepared(): Sandbox {
  const sandbox = createSandbox();
  for (const program of ['update-grub', 'systemctl', 'update-alternatives', 'sync', 'cloud-init']) {
    sandbox.standIn(program, '');
  }
  sandbox.write('run/.keep', '');
  return sandbox;
}

test('with cgroup v1 in force nothing is changed and nothing boots', () => {
  const sandbox = prepared();
  const { status } = sandbox.run(inside(sandbox), 'state', 'cgroup-v1');
  expect([status, sandbox.calls(), sandbox.read(settings)]).toEqual([0, [], '']);
});

test('with the unified hierarchy GRUB’s line is set and the machine boots, at most three times', () => {
  const sandbox = prepared();
  sandbox.write(unified, '');
  for (const boot of [1, 2, 3]) {
    sandbox.run(inside(sandbox), 'state', 'cgroup-v1');
    expect(sandbox.read('state/cgroup-boots')).toBe(`${boot}\n`);
  }
  expect(sandbox.read(settings)).toBe(
    'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller"\n',
  );
  const reboots = () => sandbox.calls().filter((call) => call === 'systemctl reboot').length;
  expect(reboots()).toBe(3);
  const { status, stderr } = sandbox.run(inside(sandbox), 'state', 'cgroup-v1');
  expect([status, reboots()]).toEqual([1, 3]);
  expect(stderr).toMatch(/still in force/);
});

test('a GRUB that fails is no reason to boot', () => {
  const sandbox = prepared();
  sandbox.write(unified, '');
  sandbox.standIn('update-grub', 'exit 1');
  const { status } = sandbox.run(inside(sandbox), 'state', 'cgroup-v1');
  expect([status, sandbox.calls()]).toEqual([1, ['update-grub ']]);
});

test('both iptables are set to legacy, and the lock is a file', () => {
  const sandbox = prepared();
  const { status } = sandbox.run(inside(sandbox), 'state', 'iptables-legacy', 'xtables-lock');
  expect(status).toBe(0);
  expect(sandbox.calls()).toEqual(
    ['iptables', 'ip6tables'].map(
      (name) => `update-alternatives --set ${name} ${sandbox.path(`usr/sbin/${name}-legacy`)}`,
    ),
  );
  sandbox.write('run/xtables.lock', 'held');
  sandbox.run(inside(sandbox), 'state', 'xtables-lock');
  expect(sandbox.read('run/xtables.lock')).toBe('held');
});
