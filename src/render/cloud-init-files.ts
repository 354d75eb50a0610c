import type { Machine, MachineFile } from '../machine/model.ts';
import { unitDirectory } from '../machine/places.ts';
import { countContent, toBase64, toBytes, toText } from '../text/bytes.ts';
import { gzip } from '../text/gzip.ts';
import { orderFiles } from './file-order.ts';
import type { RenderOptions } from './render-options.ts';

/** A file as it is put in place. */
export type Placed = Pick<MachineFile, 'path' | 'content' | 'mode' | 'user' | 'group'>;

const largeFile = 2048;

/** What write_files gives a file without `permissions`. */
const defaultMode = 0o644;

/**
 * cloud-init's `write_files`: the machine's files and its units. Files of users that cloud-init
 * itself creates are deferred, as write_files runs before users-groups.
 */
export function writeFiles(machine: Machine, options: RenderOptions): object[] {
  return placedFiles(machine).map((file) => {
    const owned = file.user !== 'root' || file.group !== 'root';
    return {
      path: file.path,
      ...(file.mode === defaultMode ? {} : { permissions: formatMode(file.mode) }),
      ...(owned ? { owner: `${file.user}:${file.group}`, defer: true } : {}),
      ...encode(file.content, options),
    };
  });
}

/** The machine's files and those of its units, in the order that packs best. */
export function placedFiles(machine: Pick<Machine, 'files' | 'units'>): Placed[] {
  return orderFiles([...machine.files, ...unitFiles(machine)]);
}

/** Permission bits in four octal digits. */
export function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function unitFiles(machine: Pick<Machine, 'units'>): Placed[] {
  return machine.units.flatMap(({ name, content, dropIns }) => [
    ...(content === undefined ? [] : [unitFile(`${unitDirectory}/${name}`, content)]),
    ...dropIns.map((dropIn) =>
      unitFile(`${unitDirectory}/${name}.d/${dropIn.name}`, dropIn.content),
    ),
  ]);
}

function unitFile(path: string, content: string): Placed {
  return { path, content, mode: 0o644, user: 'root', group: 'root' };
}

function encode(content: string | Uint8Array, { gzipFiles }: RenderOptions): object {
  const size = countContent(content);
  const text = toText(content);
  if (gzipFiles && size >= largeFile) {
    const packed = toBase64(gzip(toBytes(content)));
    if (packed.length < size) return { encoding: 'gz+b64', content: packed };
  }
  if (text !== undefined && isCheapInYaml(text, size)) return { content: text };
  return { encoding: 'b64', content: toBase64(toBytes(content)) };
}

/** YAML escapes a control character with about four more bytes; base64 adds a third to everything. */
function isCheapInYaml(text: string, size: number): boolean {
  if (/^[\n\t -~]*$/.test(text)) return true;
  const escaped = text.match(/[^\P{C}\n\t]/gu)?.length ?? 0;
  return escaped * 12 <= size;
}
