import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../src/machine/model.ts';
import { renderCloudInit, renderUserData } from '../../../src/render/cloud-init.ts';
import { aFile, aUnit, bare, nastyMachine, unitText } from '../../fixtures/machine.ts';

const render = (machine: Partial<Machine>) =>
  load(renderUserData({ ...bare, ...machine })) as Record<string, unknown>;

it('starts with the header that decides', () => {
  expect(renderUserData(bare)).toMatch(/^#cloud-config\n/);
});

it('is the same for the same machine, and names the instance after it', () => {
  expect(renderCloudInit(nastyMachine())).toEqual(renderCloudInit(nastyMachine()));
  expect(load(renderCloudInit(bare).metaData)).toEqual({
    'instance-id': 'node-1',
    'local-hostname': 'node-1',
  });
});

describe('write_files', () => {
  it('leaves text legible and says only what is not the default', () => {
    expect(render({ files: [aFile('/a', 'b\n')] }).write_files).toEqual([
      { path: '/a', content: 'b\n' },
    ]);
  });

  it('encodes bytes, and text that is mostly control characters', () => {
    const files = [aFile('/a', Uint8Array.of(255)), aFile('/b', '\x01'.repeat(30))];
    expect(render({ files }).write_files).toMatchObject([
      { path: '/a', encoding: 'b64', content: '/w==' },
      { path: '/b', encoding: 'b64' },
    ]);
  });

  it('defers files of users that cloud-init creates', () => {
    const files = [aFile('/a', 'b', { user: 'store', group: 'store', mode: 0o600 })];
    expect(render({ files }).write_files).toEqual([
      { path: '/a', permissions: '0600', owner: 'store:store', defer: true, content: 'b' },
    ]);
  });
});

describe('commands', () => {
  it('enable, start without waiting, restart what the system runs, mark last', () => {
    const units = [
      aUnit('os.service', { dropIns: [{ name: 'x.conf', content: '' }] }),
      aUnit('own.service', { content: unitText('x') }),
      aUnit('left.service', { content: unitText('x'), enabled: false }),
      aUnit('no.service', { enabled: 'mask' }),
    ];
    expect(render({ units }).runcmd).toEqual([
      'systemd-tmpfiles --create',
      'systemctl daemon-reload',
      'systemctl mask no.service',
      'systemctl --no-block stop no.service',
      'systemctl enable own.service',
      'systemctl enable os.service',
      'systemctl --no-block restart os.service',
      'systemctl --no-block start own.service',
      'sync',
      'install -D /dev/null /var/lib/clusterseed/placed',
      'sync',
    ]);
  });

  it('bring kernel modules and settings into force', () => {
    const files = [aFile('/etc/sysctl.d/x.conf', ''), aFile('/etc/modules-load.d/x.conf', '')];
    expect(render({ files }).runcmd).toEqual(
      expect.arrayContaining([
        'systemctl restart systemd-modules-load.service',
        'systemctl restart systemd-sysctl.service',
      ]),
    );
  });
});

it('keeps the default user beside ours', () => {
  const { users } = nastyMachine();
  expect(render({ users }).users).toEqual([
    'default',
    expect.objectContaining({ name: 'ada', lock_passwd: false, groups: 'sudo, operators' }),
    {
      name: 'store',
      system: true,
      homedir: '/var/lib/store',
      shell: '/usr/sbin/nologin',
      lock_passwd: true,
    },
  ]);
});
