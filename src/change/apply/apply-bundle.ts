import { createHash } from 'node:crypto';
import type { Machine, MachineFile } from '../../machine/model.ts';
import { podPrefix, unitAt, unitDirectory } from '../../machine/places.ts';
import { toBase64, toBytes } from '../../text/bytes.ts';
import { quoteShell } from '../../text/shell-quote.ts';
import { podName, readersOf } from '../readers.ts';
import { applyScript } from './apply-script.ts';
import { restartOrder } from './restart-order.ts';

type Placed = Pick<MachineFile, 'path' | 'content' | 'mode' | 'user' | 'group'>;

/**
 * A shell script that brings the running node to what the machine describes: directories, files, links and units, then
 * restarts of what reads them (src/change/readers.ts). It carries the machine's secrets. Users, packages of the
 * operating system and the network are left to the boot document; nothing is removed. Same machine, same bytes.
 */
export function formatApplyBundle(machine: Machine, searchPath: string): string {
  const placed = [...machine.files, ...unitFiles(machine)];
  const body = [
    `node=${quoteShell(machine.name)}`,
    `PATH=${quoteShell(searchPath)}`,
    formatTables(machine, placed),
    applyScript,
    ...placed.map(({ content }, index) => `#@${index + 1}\n${formatPayload(content)}`),
    '#@end\n',
  ].join('\n');
  const sum = createHash('sha256').update(body).digest('hex');
  const purpose = `# Brings the running machine ${machine.name} to its present description, by clusterseed. Holds secrets.`;
  return `#!/bin/sh\n${purpose}\n# sha256 ${sum}\n${body}`;
}

function formatTables(machine: Machine, placed: readonly Placed[]): string {
  const readers = bundleReaders(machine);
  const programs = machine.downloads.flatMap(({ placement }) =>
    placement.kind === 'file'
      ? [placement.path]
      : Object.values(placement.members).map((name) => `${placement.directory}/${name}`),
  );
  return [
    table(
      'files',
      placed.map((file, index) =>
        [modeAndOwner(file), sumOf(file.content), index + 1, readers(file.path), file.path].join(
          ' ',
        ),
      ),
    ),
    table(
      'directories',
      machine.directories.map((directory) => `${modeAndOwner(directory)} ${directory.path}`),
    ),
    table(
      'symlinks',
      machine.symlinks.flatMap(({ path, target }) => [path, target]),
    ),
    table(
      'units',
      machine.units.flatMap(({ name, enabled }) =>
        enabled === false ? [] : [`${enabled === 'mask' ? 'mask' : 'enable'} ${name}`],
      ),
    ),
    table(
      'programs',
      programs.map((path) => `${path} ${runnersOf(machine, path)}`),
    ),
    table('order', restartOrder(machine)),
  ].join('\n');
}

/** Who reads a file, as the script has it: names with commas between them, or `-`. */
function bundleReaders(machine: Machine): (path: string) => string {
  const readers = readersOf(machine);
  const units = new Map(machine.units.map((unit) => [unit.name, unit]));
  return (path) => {
    const owner = unitAt(path);
    if (owner !== undefined) return owner;
    // The kubelet notices another manifest by itself.
    const own = podName(path);
    const names = readers(path).filter((name) => name !== own);
    const words = names.map((name) => {
      if (name.startsWith(podPrefix)) return `pod:${name.slice(podPrefix.length)}`;
      const packaged = name === 'haproxy.service' && units.get(name)?.content === undefined;
      return packaged ? `reload:${name}` : name;
    });
    return words.length === 0 ? '-' : words.join(',');
  };
}

/** The units that run a program. */
function runnersOf({ units }: Machine, program: string): string {
  const runners = units.filter(({ content = '' }) =>
    content
      .split('\n')
      .some((line) => line.startsWith('Exec') && /=[@+!:-]*(\S+)/.exec(line)?.[1] === program),
  );
  return runners.map(({ name }) => name).join(',') || '-';
}

function unitFiles({ units }: Machine): Placed[] {
  const file = (path: string, content: string): Placed => {
    return { path: `${unitDirectory}/${path}`, content, mode: 0o644, user: 'root', group: 'root' };
  };
  return units.flatMap(({ name, content, dropIns }) => [
    ...(content === undefined ? [] : [file(name, content)]),
    ...dropIns.map((dropIn) => file(`${name}.d/${dropIn.name}`, dropIn.content)),
  ]);
}

function modeAndOwner({ mode, user, group }: Pick<Placed, 'mode' | 'user' | 'group'>): string {
  return `${mode.toString(8)} ${user} ${group}`;
}

function sumOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A function that prints the rows; a quoted here-document takes every row as it is. */
function table(name: string, rows: readonly string[]): string {
  return `${name}() {\n  cat <<'END'\n${rows.map((row) => `${row}\n`).join('')}END\n}`;
}

function formatPayload(content: string | Uint8Array): string {
  return (toBase64(toBytes(content)).match(/.{1,76}/g) ?? []).map((line) => `#${line}`).join('\n');
}
