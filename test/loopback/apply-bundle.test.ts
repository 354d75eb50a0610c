import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { bundleNode } from '../../src/lifecycle/bundle-node.ts';
import { rotateSecret } from '../../src/lifecycle/rotate.ts';
import type { Machine } from '../../src/machine/model.ts';
import { type ClusterFixture, iccFixture, nodeNamed } from '../fixtures/cluster.ts';
import { compileMachine, installMachine, succeed } from './machine.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** Records what it is asked for, and knows which units are enabled; a fetch brings the programs of the plan. */
const systemctl = `#!/bin/sh
case $1 in
  is-enabled)
    if grep -qxF "$2" /run/enabled; then echo enabled; else echo disabled; exit 1; fi
    exit ;;
  enable) echo "$2" >>/run/enabled ;;
esac
echo "$*" >>/run/calls
[ "$*" != "$(cat /run/failing 2>/dev/null)" ] || exit 1
[ "$*" != 'restart clusterseed-fetch.service' ] || sha256sum /etc/clusterseed/fetch.plan >/usr/local/bin/kubelet
`;
const crictl = `#!/bin/sh
echo "crictl $*" >>/run/calls
[ "$1" != ps ] || echo 0123
`;

let fixture: ClusterFixture;
beforeAll(async () => {
  fixture = await iccFixture();
});

const bundleOf = (of: ClusterFixture, name: string) =>
  bundleNode({ node: nodeNamed(of.cluster, name), machine: compileMachine(of, name) });

/** The same cluster, its etcd CA one stage on: other certificates on members and API servers. */
async function rotated(): Promise<ClusterFixture> {
  const { cluster } = fixture;
  const name = 'ca/etcd';
  const diagnostics = createCollector();
  const now = new Date('2026-11-01T12:00:00Z');
  const step = await rotateSecret({ ...fixture, name, move: 'next', now, diagnostics });
  if (step === undefined) throw new Error('not rotated');
  return { cluster, secrets: step.secrets };
}

describe.each(['dash', 'bash'])('the bundle, run by %s', (shell) => {
  const sandboxes: Sandbox[] = [];
  afterAll(async () => void (await Promise.all(sandboxes.map((each) => each.close()))));

  /** A machine as its first boot left it. */
  async function machineOf(
    of: ClusterFixture,
    name: string,
  ): Promise<{ sandbox: Sandbox; machine: Machine }> {
    const sandbox = await openSandbox();
    sandboxes.push(sandbox);
    const machine = compileMachine(of, name);
    await installMachine(sandbox, machine, new Map());
    await succeed(sandbox, ['hostname', name]);
    await put(sandbox, '/usr/local/bin/systemctl', systemctl);
    await put(sandbox, '/usr/local/bin/crictl', crictl);
    const enabled = machine.units.filter((unit) => unit.enabled === true).map((unit) => unit.name);
    await put(sandbox, '/run/enabled', `${enabled.join('\n')}\n`);
    for (const { name: unit, dropIns } of machine.units) {
      for (const dropIn of dropIns) {
        await put(sandbox, `/etc/systemd/system/${unit}.d/${dropIn.name}`, dropIn.content, '644');
      }
    }
    await put(sandbox, '/run/calls', '');
    return { sandbox, machine };
  }

  async function put(sandbox: Sandbox, path: string, text: string, mode = '755'): Promise<void> {
    await succeed(sandbox, ['mkdir', '-p', dirname(path)]);
    await succeed(sandbox, ['sh', '-euc', 'cat >"$1" && chmod "$2" "$1"', 'sh', path, mode], text);
  }

  async function apply(sandbox: Sandbox, bundle: string, ...words: string[]) {
    await put(sandbox, '/run/apply.sh', bundle, '600');
    await succeed(sandbox, ['sh', '-c', ': >/run/calls']);
    const result = await sandbox.run([shell, '/run/apply.sh', ...words]);
    const calls = (await succeed(sandbox, ['cat', '/run/calls'])).trim();
    return { ...result, calls: calls === '' ? [] : calls.split('\n') };
  }

  test('changes nothing where nothing differs', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-ctrl-1');
    const { code, stdout, stderr, calls } = await apply(sandbox, bundleOf(fixture, 'icc-ctrl-1'));
    expect([code, stdout, stderr, calls]).toEqual([0, 'nothing differs\n', '', []]);
  });

  test('places what differs, restarts only its readers, and a second run changes nothing', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-ctrl-1');
    const next = await rotated();
    const bundle = bundleOf(next, 'icc-ctrl-1');
    const dry = await apply(sandbox, bundle, '--dry-run');
    expect(dry.stdout).toBe(
      '~ /etc/kubernetes/pki/etcd/ca.crt\npod pod:kube-apiserver\na dry run: nothing was changed\n',
    );
    expect(dry.calls).toEqual([]);
    const done = await apply(sandbox, bundle);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.calls).toEqual([
      'daemon-reload',
      'crictl ps -q --label io.kubernetes.container.name=kube-apiserver',
      'crictl stop --timeout 30 0123',
    ]);
    const file = compileMachine(next, 'icc-ctrl-1').files.find(({ path }) =>
      path.endsWith('etcd/ca.crt'),
    );
    expect(await succeed(sandbox, ['cat', file?.path ?? ''])).toBe(file?.content);
    expect((await apply(sandbox, bundle)).stdout).toBe('nothing differs\n');
    expect(
      await succeed(sandbox, ['find', '/etc', '/var/lib/clusterseed', '-name', '*apply*']),
    ).toBe('');
  });

  test('mends modes, owners, missing files, and units that are off', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-etcd-1');
    await succeed(sandbox, ['chmod', '644', '/etc/etcd/pki/peer.key']);
    await succeed(sandbox, ['chown', 'root:root', '/etc/etcd/pki/server.key']);
    await succeed(sandbox, ['rm', '/etc/clusterseed/report.sh']);
    await succeed(sandbox, ['sed', '-i', '/etcd.service/d', '/run/enabled']);
    const { stdout, calls } = await apply(sandbox, bundleOf(fixture, 'icc-etcd-1'));
    expect(stdout.split('\n').slice(0, 4).sort()).toEqual([
      '+ /etc/clusterseed/report.sh',
      'enable etcd.service',
      '~ /etc/etcd/pki/peer.key',
      '~ /etc/etcd/pki/server.key',
    ]);
    expect(calls).toEqual([
      'daemon-reload',
      'enable etcd.service',
      'restart etcd.service',
      'restart --no-block clusterseed-report.service',
    ]);
    const modes = ['stat', '-c', '%a %U', '/etc/etcd/pki/peer.key', '/etc/etcd/pki/server.key'];
    expect(await succeed(sandbox, modes)).toBe('600 etcd\n600 etcd\n');
  });

  test('goes on where SELinux labels cannot be set, and says so for each path', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-etcd-1');
    await put(
      sandbox,
      '/usr/local/bin/restorecon',
      '#!/bin/sh\necho "restorecon $*" >>/run/calls\nexit 1\n',
    );
    await succeed(sandbox, ['rm', '-r', '/etc/clusterseed/report.sh', '/var/lib/etcd']);
    const { code, stderr, calls } = await apply(sandbox, bundleOf(fixture, 'icc-etcd-1'));
    const paths = ['/var/lib/etcd', '/etc/clusterseed/report.sh'];
    const warnings = paths.map(
      (path) =>
        `clusterseed-apply: warning: the SELinux label of ${path} may be wrong; look into it, then run restorecon -F ${path}\n`,
    );
    expect([code, stderr]).toEqual([0, warnings.join('')]);
    expect(calls.slice(0, 3)).toEqual([
      ...paths.map((path) => `restorecon -F ${path}`),
      'daemon-reload',
    ]);
    expect(await succeed(sandbox, ['stat', '-c', '%a %U', '/var/lib/etcd'])).toBe('700 etcd\n');
  });

  test('a new version is fetched, and who runs another program now is restarted', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-worker-1');
    const older = await iccFixture((text) => text.replace('version: 1.36.3', 'version: 1.36.2'));
    const bundle = bundleOf({ ...older, secrets: fixture.secrets }, 'icc-worker-1');
    const { code, stdout, calls } = await apply(sandbox, bundle);
    expect([code, stdout]).toEqual([0, expect.stringContaining('~ /usr/local/bin/kubelet\n')]);
    expect(calls).toEqual([
      'daemon-reload',
      'restart clusterseed-fetch.service',
      'restart kubelet.service',
    ]);
  });

  test('a run that was cut off is finished by the next', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-etcd-1');
    const bundle = bundleOf(await rotated(), 'icc-etcd-1');
    await put(sandbox, '/run/failing', 'restart etcd.service');
    const first = await apply(sandbox, bundle);
    expect([first.code, first.stderr]).toEqual([
      1,
      expect.stringContaining('restart etcd.service failed'),
    ]);
    await succeed(sandbox, ['rm', '/run/failing']);
    const second = await apply(sandbox, bundle);
    expect(second.calls).toEqual(['daemon-reload', 'restart etcd.service']);
    expect((await apply(sandbox, bundle)).calls).toEqual([]);
  });

  test('a packaged HAProxy reads another configuration without a restart', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-frontend-1');
    await succeed(sandbox, ['sh', '-c', 'echo "# mine" >>/etc/haproxy/haproxy.cfg']);
    const { calls } = await apply(sandbox, bundleOf(fixture, 'icc-frontend-1'));
    expect(calls).toEqual(['daemon-reload', 'reload-or-restart haproxy.service']);
  });

  test('refuses another machine, a damaged file and a missing user before it touches anything', async () => {
    const { sandbox } = await machineOf(fixture, 'icc-etcd-1');
    const foreign = await apply(sandbox, bundleOf(fixture, 'icc-etcd-2'));
    expect(foreign.stderr).toContain('this is for icc-etcd-2, but the machine is icc-etcd-1');
    const bundle = bundleOf(await rotated(), 'icc-etcd-1');
    for (const broken of [bundle.slice(0, -20), bundle.replace('#LS0t', '#LS0u')]) {
      const damaged = await apply(sandbox, broken);
      expect([damaged.code, damaged.stderr]).toEqual([1, expect.stringContaining('damaged')]);
    }
    await succeed(sandbox, ['userdel', 'etcd']);
    const userless = await apply(sandbox, bundle);
    expect(userless.stderr).toContain('the user etcd is missing');
    expect([foreign, userless].map(({ code, calls }) => [code, calls])).toEqual([
      [1, []],
      [1, []],
    ]);
    expect((await apply(sandbox, bundle, '--what')).code).toBe(2);
  });
});
