import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { QemuPrograms } from '../qemu/programs.ts';
import { SmokeError } from '../smoke-error.ts';

const run = promisify(execFile);

/** One journal line of level error or worse, as the guest's systemd kept it. */
export interface JournalLine {
  readonly unit: string;
  readonly message: string;
}

/**
 * Reads the journal of a guest that is switched off, from its disk and without mounting it (debugfs reads ext4 as an
 * ordinary user), and returns what units of these names logged at level error or worse.
 */
export async function readErrors(
  disk: string,
  qemu: QemuPrograms,
  units: readonly string[],
): Promise<JournalLine[]> {
  return await withGuestFolders(disk, qemu, ['/var/log/journal'], async ([journal = '']) => {
    if ((await readdir(journal)).length === 0) throw new SmokeError('the guest kept no journal');
    return await journalErrors(journal, units);
  });
}

/** Copies folders, each with its name into a folder of its own, out of the disk of a guest that is switched off, for `work`. */
export async function withGuestFolders<Value>(
  disk: string,
  qemu: QemuPrograms,
  paths: readonly string[],
  work: (copies: readonly string[]) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'clusterseed-disk-'));
  try {
    const raw = join(folder, 'disk.raw');
    await run(qemu.image, ['convert', '-O', 'raw', disk, raw]);
    const copies: string[] = [];
    for (const path of paths) {
      const copy = join(folder, String(copies.length));
      await mkdir(copy);
      await run('debugfs', ['-R', `rdump ${path} ${copy}`, raw]);
      copies.push(copy);
    }
    return await work(copies);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function journalErrors(folder: string, units: readonly string[]): Promise<JournalLine[]> {
  const names = units.flatMap((unit) => ['-u', unit]);
  const { stdout } = await run(
    'journalctl',
    ['-D', join(folder, 'journal'), '-p', 'err', '-o', 'json', '--no-pager', ...names],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry = JSON.parse(line) as {
        _SYSTEMD_UNIT?: string;
        UNIT?: string;
        MESSAGE?: unknown;
      };
      return { unit: entry.UNIT ?? entry._SYSTEMD_UNIT ?? '', message: String(entry.MESSAGE) };
    });
}
