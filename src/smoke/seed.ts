import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SmokeError } from './smoke-error.ts';

const run = promisify(execFile);

export interface NoCloudSeed {
  readonly userData: Uint8Array;
  readonly metaData: Uint8Array;
  readonly networkConfig?: Uint8Array;
}

/**
 * Writes the seed as an ISO image that cloud-init's NoCloud source finds by its label, with `xorriso` or
 * `genisoimage`. The files are the given bytes, nothing added.
 */
export async function writeSeedIso(path: string, seed: NoCloudSeed): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'clusterseed-seed-'));
  try {
    const files: [string, Uint8Array][] = [
      ['user-data', seed.userData],
      ['meta-data', seed.metaData],
      ...(seed.networkConfig === undefined
        ? []
        : [['network-config', seed.networkConfig] satisfies [string, Uint8Array]]),
    ];
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes, { mode: 0o600 });
    await makeIso(path, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeIso(path: string, folder: string): Promise<void> {
  const words = [
    '-quiet',
    '-volid',
    'cidata',
    '-joliet',
    '-rational-rock',
    '-output',
    path,
    folder,
  ];
  for (const [program, first] of [
    ['xorriso', ['-as', 'mkisofs']],
    ['genisoimage', []],
  ] as const) {
    try {
      await run(program, [...first, ...words]);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new SmokeError('xorriso or genisoimage is needed (Debian: apt-get install xorriso)');
}
