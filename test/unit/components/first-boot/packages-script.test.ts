import { beforeEach, expect, test } from 'vitest';
import { packagesScript } from '../../../../src/components/first-boot/packages-script.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = createSandbox();
  sandbox.write('list', 'package haproxy\npackage iptables\n');
  sandbox.write('installed', '');
  sandbox.standIn(
    'dpkg',
    `case $1 in
      -s) grep -qx "$2" "$ROOT/installed" && echo 'Status: install ok installed' ;;
      -L) printf '/lib/systemd/system/haproxy.service\\n/usr/lib/systemd/system/other@.service\\n' ;;
    esac`,
  );
  sandbox.standIn('systemctl', 'true');
  sandbox.standIn(
    'apt-get',
    `case "$*" in *' install '*) ${'cp "$ROOT/guard" "$ROOT/seen"'}; printf 'haproxy\\niptables\\n' >"$ROOT/installed" ;; esac`,
  );
});

const run = () => sandbox.run(packagesScript, 'list', 'run', 'guard');
const callsOf = (program: string) =>
  sandbox.calls().filter((call) => call.startsWith(`${program} `));

test('when all is installed it asks dpkg and does nothing', () => {
  sandbox.write('installed', 'haproxy\niptables\n');
  expect(run().status).toBe(0);
  expect(sandbox.calls()).toEqual(['dpkg -s haproxy', 'dpkg -s iptables']);
});

test('what is missing is installed without questions, and keeps our files', () => {
  expect(run().status).toBe(0);
  expect(callsOf('apt-get').map((call) => call.replaceAll(/ -o \S+| -q| -y/g, ''))).toEqual([
    'apt-get update',
    'apt-get --no-install-recommends install haproxy iptables',
  ]);
  expect(callsOf('apt-get')[1]).toContain('Dpkg::Options::=--force-confold');
});

test('no service starts during the installation; afterwards those that are enabled do', () => {
  run();
  expect(sandbox.read('seen')).toBe('#!/bin/sh\n# clusterseed\nexit 101\n');
  expect(sandbox.read('guard')).toBe('');
  expect(callsOf('systemctl')).toEqual([
    'systemctl daemon-reload',
    'systemctl is-enabled --quiet haproxy.service',
    'systemctl start --no-block haproxy.service',
  ]);
});

test('it tries until the network and apt are there', () => {
  sandbox.standIn(
    'apt-get',
    `echo x >>"$ROOT/tries"
    [ "$(wc -l <"$ROOT/tries")" -gt 4 ] || exit 100
    case "$*" in *' install '*) printf 'haproxy\\niptables\\n' >"$ROOT/installed" ;; esac`,
  );
  expect(run().status).toBe(0);
  expect(callsOf('sleep')).toEqual(['sleep 2', 'sleep 4', 'sleep 8', 'sleep 16']);
  expect(sandbox.read('run/detail/packages')).toBe('all installed\n');
});

test('a guard that a power cut left behind is removed; one that is not ours stays', () => {
  sandbox.write('installed', 'haproxy\niptables\n');
  sandbox.write('guard', '#!/bin/sh\n# clusterseed\nexit 101\n');
  run();
  expect(sandbox.read('guard')).toBe('');
  sandbox.write('guard', '#!/bin/sh\nexit 101\n');
  sandbox.write('installed', '');
  run();
  expect(sandbox.read('guard')).toBe('#!/bin/sh\nexit 101\n');
});

test('units that the profile wants enabled are enabled once their package is there', () => {
  sandbox.write('list', 'package haproxy\nunit haproxy.service\n');
  sandbox.standIn('systemctl', '[ "$1" != is-enabled ]');
  run();
  expect(callsOf('systemctl').slice(-3)).toEqual([
    'systemctl is-enabled --quiet haproxy.service',
    'systemctl enable haproxy.service',
    'systemctl start --no-block haproxy.service',
  ]);
});
