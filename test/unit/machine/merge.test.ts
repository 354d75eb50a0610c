import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { mergeParts } from '../../../src/machine/merge.ts';
import type { Machine, MachinePart, Origin } from '../../../src/machine/model.ts';
import { aFile, aUnit, base } from '../../fixtures/machine.ts';

const first: Origin = { component: 'first', path: ['machines', 0] };
const second: Origin = { component: 'second', path: ['machines', 0, 'files', 1] };

function merge(...parts: MachinePart[]): { machine: Machine; found: string[] } {
  const diagnostics = createCollector();
  const machine = mergeParts(base, parts, diagnostics);
  return {
    machine,
    found: diagnostics.all.map(
      ({ code, path, message }) => `${code} @ ${path.join('.')}: ${message}`,
    ),
  };
}

describe('files', () => {
  it('unite when equal, with all reasons for their secrets', () => {
    const one = aFile('/a', 'x', { from: first, secrets: [{ secret: 's', why: 'one' }] });
    const two = aFile('/a', new TextEncoder().encode('x'), {
      from: second,
      secrets: [{ secret: 's', why: 'two' }],
    });
    const { machine, found } = merge({ files: [one] }, { files: [two] });
    expect(found).toEqual([]);
    expect(machine.files.find(({ path }) => path === '/a')?.secrets).toEqual([
      { secret: 's', why: 'one' },
      { secret: 's', why: 'two' },
    ]);
  });

  it.each([
    ['content', { content: 'y' }],
    ['mode', { mode: 0o600 }],
    ['owner', { user: 'nobody' }],
  ])('conflict when the %s differs, at the line of the later one', (_, rest) => {
    const { found } = merge(
      { files: [aFile('/a', 'secret-x', { from: first })] },
      { files: [aFile('/a', 'secret-x', { from: second, ...rest })] },
    );
    expect(found).toEqual([
      'machine/file-conflict @ machines.0.files.1: first and second put different files at /a',
    ]);
  });

  it('may not lie in a file, nor be a symlink too', () => {
    const { found } = merge(
      { files: [aFile('/a', 'x', { from: first })] },
      {
        files: [aFile('/a/b/c', 'x', { from: second })],
        symlinks: [{ path: '/a', target: '/z', from: second }],
      },
    );
    expect(found).toEqual([
      'machine/path-clash @ machines.0.files.1: /a is a file (first), but second needs it as a symlink',
      'machine/path-clash @ machines.0.files.1: /a is a file (first), but second needs it as a directory for /a/b/c',
    ]);
  });

  it('may not take the place of a download or a unit', () => {
    const download = {
      name: 'd',
      version: '1.0.0',
      urls: ['https://example.org/d'],
      sha256: '0'.repeat(64),
      from: first,
    };
    const { found } = merge(
      {
        downloads: [
          {
            ...download,
            placement: { kind: 'tar.gz', directory: '/opt', members: { 'x/y': 'y' } },
          },
        ],
        units: [aUnit('u.service', { content: '[Unit]\n', from: first })],
      },
      {
        files: [
          aFile('/opt/y', 'x', { from: second }),
          aFile('/etc/systemd/system/u.service', 'x', { from: second }),
        ],
      },
    );
    expect(found.map((text) => text.split(' @')[0])).toEqual([
      'machine/path-clash',
      'machine/path-clash',
    ]);
  });
});

describe('units', () => {
  it('unite their drop-ins, in the order of names', () => {
    const { machine, found } = merge(
      {
        units: [
          aUnit('a.service', { dropIns: [{ name: 'z.conf', content: 'z' }], enabled: false }),
        ],
      },
      {
        units: [
          aUnit('a.service', { content: 'whole', dropIns: [{ name: 'b.conf', content: 'b' }] }),
          aUnit('a.service', { dropIns: [{ name: 'b.conf', content: 'b' }], enabled: false }),
        ],
      },
    );
    expect(found).toEqual([]);
    expect(machine.units).toMatchObject([
      { content: 'whole', enabled: true, dropIns: [{ name: 'b.conf' }, { name: 'z.conf' }] },
    ]);
  });

  it.each([
    ['the content', { content: 'a' }, { content: 'b' }],
    [
      'the drop-in x.conf',
      { dropIns: [{ name: 'x.conf', content: 'a' }] },
      { dropIns: [{ name: 'x.conf', content: 'b' }] },
    ],
    ['the mask', { enabled: 'mask' as const }, { enabled: true }],
  ])('conflict about %s', (what, one, two) => {
    const { found } = merge(
      { units: [aUnit('a.service', { ...one, from: first })] },
      { units: [aUnit('a.service', { ...two, from: second })] },
    );
    expect(found).toEqual([
      `machine/unit-conflict @ machines.0.files.1: first and second disagree about ${what} of a.service`,
    ]);
  });
});

describe('users', () => {
  const user = { name: 'ada', system: false, groups: ['a'], sshKeys: ['k1'], from: first };

  it('unite their groups and keys', () => {
    const { machine, found } = merge(
      { users: [user] },
      { users: [{ ...user, groups: ['b', 'a'], sshKeys: ['k2'] }] },
    );
    expect(found).toEqual([]);
    expect(machine.users).toMatchObject([{ groups: ['a', 'b'], sshKeys: ['k1', 'k2'] }]);
  });

  it('conflict when anything else differs', () => {
    const { found } = merge(
      { users: [user] },
      { users: [{ ...user, system: true, from: second }] },
    );
    expect(found).toEqual([
      'machine/user-conflict @ machines.0.files.1: first and second define the user ada differently',
    ]);
  });
});

it('derives host name, sudo rules and directories as files', () => {
  const from = first;
  const { machine } = merge({
    users: [{ name: 'ada', system: false, groups: [], sshKeys: [], sudo: 'ALL=(ALL) ALL', from }],
    directories: [{ path: '/d', mode: 0o700, user: 'root', group: 'root', from }],
  });
  expect(machine.files.map(({ path, content, mode }) => [path, content, mode])).toEqual([
    ['/etc/hostname', 'node-1\n', 0o644],
    ['/etc/sudoers.d/90-clusterseed-ada', 'ada ALL=(ALL) ALL\n', 0o440],
    ['/etc/tmpfiles.d/clusterseed.conf', 'd /d 0700 root root -\n', 0o644],
  ]);
});

it('sorts packages and images and keeps each once', () => {
  const { machine } = merge(
    { packages: ['b', 'a'], images: ['y'] },
    { packages: ['a'], images: ['x'] },
  );
  expect([machine.packages, machine.images]).toEqual([
    ['a', 'b'],
    ['x', 'y'],
  ]);
});
