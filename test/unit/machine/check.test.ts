import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { checkMachine } from '../../../src/machine/check.ts';
import type { Machine, MachineFile, MachineUnit, Origin } from '../../../src/machine/model.ts';
import { aFile, aUnit, bare, nastyMachine, unitText } from '../../fixtures/machine.ts';

const from: Origin = { component: 'profile', path: ['machines', 3] };

function find(machine: Partial<Machine>): string[] {
  const diagnostics = createCollector();
  checkMachine({ ...bare, ...machine }, diagnostics);
  return diagnostics.all.map(({ code, path }) => `${code} @ ${path.join('.')}`);
}

const file = (path: string, content = '', rest: Partial<MachineFile> = {}) =>
  aFile(path, content, { from, ...rest });
const unit = (name: string, rest: Partial<MachineUnit>) => aUnit(name, { from, ...rest });
const service = (exec: string, more = '') =>
  `[Unit]\n${more}\n[Service]\nExecStart=${exec}\n[Install]\nWantedBy=multi-user.target\n`;

it('has nothing to say about a machine with everything', () => {
  const diagnostics = createCollector();
  checkMachine(nastyMachine(), diagnostics);
  expect(diagnostics.all).toEqual([]);
});

describe('paths', () => {
  it.each(['relative', '/a//b', '/a/', '/', '/a/../b', '/a/./b', '/a\nb'])('refuses %j', (path) => {
    expect(find({ files: [file(path)] })).toEqual(['machine/invalid-path @ machines.3']);
  });

  it('accepts spaces and dots in names', () => {
    expect(find({ files: [file('/a b/..c/.d')] })).toEqual([]);
  });
});

describe('owners and modes', () => {
  it('must exist', () => {
    expect(find({ files: [file('/a', '', { user: 'ghost', group: 'ghost' })] })).toEqual([
      'machine/unknown-owner @ machines.3',
      'machine/unknown-owner @ machines.3',
    ]);
  });

  it('lets nobody else read a secret: a bug of ours', () => {
    const secrets = [{ secret: 's', why: 'w' }];
    expect(find({ files: [file('/a', 'x', { secrets, mode: 0o640 })] })).toEqual([
      'internal/invalid-output @ machines.3',
    ]);
    expect(find({ files: [file('/a', 'x', { secrets, mode: 0o600 })] })).toEqual([]);
  });

  it('keeps modes in their range', () => {
    expect(find({ files: [file('/a', '', { mode: 0o1777 })] })).toHaveLength(1);
    expect(
      find({ directories: [{ path: '/a', mode: 0o1777, user: 'root', group: 'root', from }] }),
    ).toEqual([]);
  });
});

describe('units', () => {
  it.each([
    ['enabled without [Install]', { content: '[Service]\nExecStart=/bin/true\n' }],
    ['no unit file', { content: 'Key=before any section\n', enabled: false }],
    ['masked with content', { content: unitText('x'), enabled: 'mask' as const }],
  ])('refuses one that is %s', (_, rest) => {
    expect(find({ units: [unit('a.service', rest)] })).toEqual([
      'machine/invalid-unit @ machines.3',
    ]);
  });

  it('finds units that nothing brings', () => {
    const needs = (line: string) =>
      find({ units: [unit('a.service', { content: service('/bin/true', line) })] });
    expect(needs('Requires=missing.service')).toEqual(['machine/missing-unit @ machines.3']);
    expect(needs('After=network-online.target \\\n missing.service')).toEqual([
      'machine/missing-unit @ machines.3',
    ]);
    expect(needs('Wants=a.service systemd-resolved.service dev-sda.device %i.service')).toEqual([]);
    expect(needs('# Requires=missing.service')).toEqual([]);
  });

  it('finds programs that nothing brings', () => {
    const runs = (exec: string, machine: Partial<Machine> = {}) =>
      find({ ...machine, units: [unit('a.service', { content: service(exec) })] });
    expect(runs('-/usr/local/bin/tool --flag')).toEqual(['machine/missing-program @ machines.3']);
    expect(runs('/usr/local/bin/tool', { files: [file('/usr/local/bin/tool')] })).toEqual([]);
    expect(runs('/usr/sbin/haproxy')).toEqual(['machine/missing-program @ machines.3']);
    expect(runs('/usr/sbin/haproxy', { packages: ['haproxy'] })).toEqual([]);
    expect(runs('/usr/bin/env x')).toEqual([]);
  });

  it('knows its own mistakes from those of the profile', () => {
    const own = aUnit('a.service', { content: service('/opt/missing') });
    expect(find({ units: [own] })).toEqual(['internal/invalid-output @ machines.0']);
  });
});
