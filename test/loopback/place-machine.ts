/**
 * Puts a machine's users, directories, symlinks, files and units in place at their real paths. Runs inside a
 * sandbox, as a program: the machine comes as JSON on standard input.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Machine } from '../../src/machine/model.ts';

const machine: Machine = JSON.parse(readFileSync(0, 'utf8'));

for (const { name, home, system } of machine.users) {
  const homeOptions = home === undefined ? [] : ['--home-dir', home];
  const options = [...(system ? ['--system'] : []), '--user-group', ...homeOptions];
  try {
    execFileSync('id', [name], { stdio: 'ignore' });
  } catch {
    execFileSync('useradd', [...options, name]);
  }
}
for (const { path, mode, user, group } of machine.directories) {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  own(path, user, group);
}
for (const { path, content, mode, user, group } of machine.files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  own(path, user, group);
}
for (const { path, target } of machine.symlinks) {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
for (const { name, content } of machine.units) {
  if (content !== undefined) writeFileSync(`/etc/systemd/system/${name}`, content);
}

function own(path: string, user: string, group: string): void {
  if (user !== 'root' || group !== 'root') execFileSync('chown', [`${user}:${group}`, path]);
}
