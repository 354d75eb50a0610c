import { describe, expect, it } from 'vitest';
import { plainLine, readConsoleLine } from '../../../src/smoke/console/read-line.ts';

describe('console lines', () => {
  it.each([
    [
      '[    0.000000] Linux version 6.12.117+deb13-cloud-amd64 (debian-kernel@lists.debian.org)',
      { source: 'kernel', step: 'kernel', state: 'running', detail: '6.12.117+deb13-cloud-amd64' },
    ],
    [
      '[    4.1] Kernel panic - not syncing: Fatal exception in interrupt',
      { source: 'panic', step: 'kernel', state: 'failed', detail: 'Fatal exception in interrupt' },
    ],
    [
      "[   35.1] cloud-init[312]: Cloud-init v. 25.1.4 running 'modules:config' at Mon, 23 Nov 2026 12:00:00 +0000. Up 36.91 seconds.",
      { source: 'cloud-init', step: 'cloud-init config', state: 'running', seconds: 37 },
    ],
    [
      'cloud-init[600]: Cloud-init v. 25.1.4 finished at Mon, 23 Nov 2026 12:00:00 +0000. Datasource DataSourceNoCloud [seed=/dev/vdb].  Up 45.20 seconds',
      {
        source: 'cloud-init',
        step: 'cloud-init final',
        state: 'done',
        seconds: 45,
        detail: 'DataSourceNoCloud',
      },
    ],
    [
      '[  OK  ] Started containerd.service - containerd container runtime.',
      { source: 'systemd', step: 'containerd.service', state: 'done' },
    ],
    [
      '[  OK  ] Reached target multi-user.target - Multi-User System.',
      { source: 'systemd', step: 'target multi-user.target', state: 'done' },
    ],
    [
      '[  OK  ] Finished systemd-network-generator…ork Units from Kernel Command Line.',
      { source: 'systemd', step: 'systemd-network-generator…', state: 'done' },
    ],
    [
      '[FAILED] Failed to start etcd.service - etcd.',
      { source: 'systemd', step: 'etcd.service', state: 'failed' },
    ],
    [
      '         Starting ignition-files.service - Ignition (files)...',
      { source: 'ignition', step: 'ignition-files.service', state: 'running' },
    ],
    [
      '[  OK  ] Finished ignition-files.service - Ignition (files).',
      { source: 'ignition', step: 'ignition-files.service', state: 'done' },
    ],
    ['icc-ctrl-1 login: ', { source: 'login', step: 'login', state: 'done', detail: 'icc-ctrl-1' }],
    [
      'clusterseed: node=icc-ctrl-1 step=fetch state=running seconds=12 detail="kubelet: 3 of \\"9\\" step=x"',
      {
        source: 'clusterseed',
        step: 'fetch',
        state: 'running',
        seconds: 12,
        detail: 'kubelet: 3 of "9" step=x',
      },
    ],
    [
      '[   50.1] clusterseed-report[7]: clusterseed: node=a step=addons state=waiting',
      { source: 'clusterseed', step: 'addons', state: 'waiting' },
    ],
  ])('%s', (line, event) => {
    expect(readConsoleLine(line)).toEqual(event);
  });

  it.each([
    'clusterseed: node=a step=fetch state=perhaps',
    'clusterseed: hello',
    '[    1.2] virtio_blk virtio1: [vda] 20971520 512-byte logical blocks',
    '',
  ])('nothing: %s', (line) => {
    expect(readConsoleLine(line)).toBeUndefined();
  });

  it('takes out colours and control characters', () => {
    expect(
      plainLine('[\u001b[0;32m  OK  \u001b[0m] Started \u001b[0;1;39mx.service\u001b[0m.\r'),
    ).toBe('[  OK  ] Started x.service.');
  });
});
