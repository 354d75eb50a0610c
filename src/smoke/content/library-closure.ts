import { execFile } from 'node:child_process';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ImageFile } from '../registry/image.ts';

const run = promisify(execFile);

/**
 * Programs of this host under the names that they are called by, with every shared library that `ldd` names for them
 * and for the plug-ins in `folders`, each at the path where the loader looks for it.
 */
export async function libraryClosure(wanted: {
  readonly programs: Readonly<Record<string, readonly string[]>>;
  readonly folders: readonly string[];
}): Promise<ImageFile[]> {
  const files = new Map<string, string>();
  for (const [program, names] of Object.entries(wanted.programs)) {
    for (const name of names) files.set(name, await realpath(program));
  }
  for (const folder of wanted.folders) {
    for (const name of await readdir(folder))
      files.set(join(folder, name), await realpath(join(folder, name)));
  }
  for (const source of new Set(files.values())) {
    for (const library of await librariesOf(source)) files.set(library, await realpath(library));
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, source]) => ({ path, source, mode: 0o755 }));
}

async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await run('ldd', [program]);
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '');
}
