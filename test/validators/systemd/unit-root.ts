import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Machine } from '../../../src/machine/model.ts';
import { listPlaces, unitDirectory } from '../../../src/machine/places.ts';

/** What units may run without bringing it: programs of every supported system, of some, and of packages. */
const systemPrograms = [
  '/usr/bin/systemctl',
  '/usr/bin/true',
  '/usr/sbin/swapoff',
  '/usr/bin/sh',
  '/usr/bin/python3',
];
const imagePrograms: Readonly<Record<string, readonly string[]>> = {
  flatcar: ['/usr/bin/containerd', '/usr/bin/docker'],
  'fedora-coreos': ['/usr/bin/containerd', '/usr/bin/podman'],
};
const packagePrograms: Readonly<Record<string, string>> = { '/usr/sbin/haproxy': 'haproxy' };

/**
 * Lays a machine's units and the programs that they may run (as stubs) into a root that has the units of the
 * judge's own systemd. Units of packages that the machine changes get a stand-in.
 */
export function layUnits(root: string, machine: Machine): void {
  const system = '/usr/lib/systemd/system';
  cpSync(system, join(root, system), { recursive: true, verbatimSymlinks: true });
  for (const { name, content, dropIns } of machine.units) {
    if (content !== undefined) put(root, `${unitDirectory}/${name}`, content);
    else put(root, `${system}/${name}`, '[Service]\nExecStart=/usr/bin/true\n');
    for (const dropIn of dropIns)
      put(root, `${unitDirectory}/${name}.d/${dropIn.name}`, dropIn.content);
  }
  const brought = listPlaces(machine).filter(({ kind }) => kind === 'download');
  const packaged = Object.keys(packagePrograms).filter((path) =>
    machine.packages.includes(packagePrograms[path] ?? ''),
  );
  const own = [...packaged, ...brought.map((place) => place.path)];
  for (const path of [...systemPrograms, ...(imagePrograms[machine.os] ?? []), ...own]) {
    put(root, path, '#!/bin/sh\n', 0o755);
  }
  for (const { path, content, mode } of machine.files) put(root, path, content, mode);
}

function put(root: string, path: string, content: string | Uint8Array, mode = 0o644): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  chmodSync(target, mode);
}
