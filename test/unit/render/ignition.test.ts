import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../src/machine/model.ts';
import { toContents } from '../../../src/render/data-url.ts';
import { renderIgnition } from '../../../src/render/ignition.ts';
import { ignitionNetworkFile } from '../../../src/render/ignition-network.ts';
import { aUnit, bare, nastyMachine, unitText } from '../../fixtures/machine.ts';

const render = (machine: Partial<Machine>) =>
  JSON.parse(renderIgnition({ ...bare, ...machine }, '3.3.0'));

it('says its version and leaves out what is empty', () => {
  expect(Object.keys(render({}))).toEqual(['ignition', 'storage']);
  expect(render({}).ignition).toEqual({ version: '3.3.0' });
});

describe('contents', () => {
  it('escapes for a URL what would end it', () => {
    expect(toContents('a b?#%\né', {}).source).toBe('data:,a%20b%3F%23%25%0A%C3%A9');
  });

  it('takes base64 for bytes', () => {
    expect(toContents(Uint8Array.of(255), {}).source).toBe('data:;base64,/w==');
  });

  it('takes the shortest when files are compressed one by one', () => {
    expect(toContents('short', { gzipFiles: true })).toEqual({ source: 'data:,short' });
    expect(toContents('long '.repeat(999), { gzipFiles: true })).toMatchObject({
      compression: 'gzip',
    });
  });
});

describe('units', () => {
  const units = (...items: Machine['units']) => render({ units: items }).systemd.units;

  it('are enabled, masked, or kept from being enabled by a default preset', () => {
    const content = unitText('x');
    expect(units(aUnit('a.service', { content }))[0]).toMatchObject({ enabled: true });
    expect(units(aUnit('a.service', { content, enabled: false }))[0]).toMatchObject({
      enabled: false,
    });
    expect(units(aUnit('a.service', { enabled: 'mask' }))).toEqual([
      { name: 'a.service', mask: true },
    ]);
  });

  it('of the system are left alone, and so are templates', () => {
    const dropIns = [{ name: 'x.conf', content: 'y' }];
    expect(units(aUnit('a.service', { dropIns, enabled: false }))).toEqual([
      { name: 'a.service', dropins: [{ name: 'x.conf', contents: 'y' }] },
    ]);
    expect(units(aUnit('a@.service', { content: 'z', enabled: false }))).toEqual([
      { name: 'a@.service', contents: 'z' },
    ]);
  });
});

describe('users', () => {
  it('get their SSH keys where the sshd of the system looks', () => {
    const debian = renderIgnition(nastyMachine(), '3.3.0');
    expect(debian).toContain('/home/ada/.ssh/authorized_keys');
    expect(debian).not.toContain('sshAuthorizedKeys');
    const flatcar = renderIgnition({ ...nastyMachine(), networkRenderer: 'networkd' }, '3.3.0');
    expect(flatcar).not.toContain('/home/ada/.ssh/authorized_keys');
    expect(flatcar).toContain('sshAuthorizedKeys');
  });

  it('bring the groups that no system has', () => {
    expect(render({ users: nastyMachine().users }).passwd.groups).toEqual([
      { name: 'operators', system: true },
    ]);
  });
});

it.each([
  ['netplan', '/etc/netplan/50-clusterseed.yaml', 0o600],
  ['networkd', '/etc/systemd/network/10-clusterseed.network', 0o644],
  ['network-manager', '/etc/NetworkManager/system-connections/clusterseed.nmconnection', 0o600],
] as const)('the network is a file for %s', (networkRenderer, path, mode) => {
  expect(ignitionNetworkFile({ ...bare, networkRenderer })).toMatchObject({ path, mode });
});
