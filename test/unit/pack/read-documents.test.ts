import { expect, test } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Machine } from '../../../src/machine/model.ts';
import type { DocumentFormat } from '../../../src/pack/artifact.ts';
import type { PackOptions } from '../../../src/pack/encode-document.ts';
import { packDocuments } from '../../../src/pack/pack-documents.ts';
import { formatsOf, readDocuments } from '../../../src/pack/read-documents.ts';
import { compiledMachines } from '../../fixtures/compiled.ts';
import { nastyMachine } from '../../fixtures/machine.ts';

const store = {
  url: 'https://seed.example.org',
  cluster: 'icc',
  token: 'be224c3b140d40c22775f7d6',
};
const options: PackOptions = {
  formats: ['cloud-init', 'ignition'],
  platform: 'plain',
  compression: 'none',
  ignitionVersion: '3.3.0',
  delivery: 'inline',
  store,
};
const ways: readonly (readonly [string, Partial<PackOptions>])[] = [
  ['plain', {}],
  ['compressed', { compression: 'gzip' }],
  ['in two parts', { delivery: 'split' }],
  ['compressed, in two parts', { delivery: 'split', compression: 'gzip' }],
  ['with compressed files', { platform: 'digitalocean' }],
];

function readBack(machine: Machine, format: DocumentFormat, more: Partial<PackOptions>): Machine {
  const artifacts = packDocuments(machine, { ...options, ...more }, createCollector());
  const files = new Map(
    artifacts.map(({ path, bytes }) => [path.slice(path.lastIndexOf('/') + 1), bytes]),
  );
  expect(formatsOf(files)).toEqual(options.formats);
  return readDocuments(machine.name, files, format);
}

/** What documents tell of a machine, in a form that can be compared. */
function told({ name, files, units, users }: Machine) {
  return {
    name,
    files: files.map(({ path, content, mode, user, group }) => [
      path,
      Buffer.from(content).toString('hex'),
      mode,
      `${user}:${group}`,
    ]),
    units: units.map(({ name: unit, content, dropIns, enabled }) => [
      unit,
      content,
      dropIns,
      enabled,
    ]),
    users: users.map(({ from: _from, sudo: _sudo, ...user }) => user),
  };
}

const machines = compiledMachines().filter(({ name }) => /-1$/.test(name));

test.each(ways)('every machine is read back from cloud-init, %s', (_way, more) => {
  for (const machine of machines) {
    const { files, ...read } = told(readBack(machine, 'cloud-init', more));
    const { files: expected, ...rest } = told(machine);
    expect(read).toEqual({ ...rest, units: placed(rest.units) });
    expect(files.at(-1)?.[0]).toBe('network-config');
    expect(files.slice(0, -1)).toEqual(expected);
  }
});

test.each(ways)('every machine is read back from Ignition, %s', (_way, more) => {
  for (const machine of machines) {
    const { files, users, ...read } = told(readBack(machine, 'ignition', more));
    const { files: expected, users: logins, ...rest } = told(machine);
    expect(read).toEqual(rest);
    const paths = new Set(expected.map(([path]) => path));
    expect(files.filter(([path]) => paths.has(path))).toEqual(expected);
    expect(users.map((user) => user.name)).toEqual(logins.map((user) => user.name));
  }
});

/** Units without text of ours that are not enabled leave no trace in cloud-init. */
function placed(units: ReturnType<typeof told>['units']) {
  return units.filter(
    ([, content, dropIns, enabled]) =>
      content !== undefined || (Array.isArray(dropIns) && dropIns.length > 0) || enabled !== false,
  );
}

test('what is none of ours is refused', () => {
  const machine = nastyMachine();
  expect(() => readDocuments(machine.name, new Map(), 'cloud-init')).toThrow('missing');
  const files = new Map([['user-data', Buffer.from('#!/bin/sh\n')]]);
  expect(() => readDocuments(machine.name, files, 'cloud-init')).toThrow();
});
