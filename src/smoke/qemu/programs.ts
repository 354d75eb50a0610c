import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { SmokeError } from '../smoke-error.ts';

const run = promisify(execFile);

export interface QemuPrograms {
  readonly system: string;
  readonly image: string;
  /** For example "10.0.13". */
  readonly version: string;
}

/**
 * QEMU from a directory (what `scripts/guest-image.d/qemu-tree` prints), or else from the search path. Says
 * what to install when there is none.
 */
export async function findQemu(places: {
  readonly directory?: string;
  readonly searchPath: string;
}): Promise<QemuPrograms> {
  const folders = [
    ...(places.directory === undefined ? [] : [places.directory]),
    ...places.searchPath.split(delimiter),
  ];
  const system = await findProgram('qemu-system-x86_64', folders);
  const image = await findProgram('qemu-img', folders);
  if (system === undefined || image === undefined) {
    throw new SmokeError(
      'qemu-system-x86_64 and qemu-img are needed (Debian: apt-get install qemu-system-x86 qemu-utils)',
    );
  }
  const { stdout } = await run(system, ['--version']);
  return { system, image, version: /version (\S+)/.exec(stdout)?.[1] ?? 'unknown' };
}

/** The path of an executable in one of these folders. */
export async function findProgram(
  name: string,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
