import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { QemuPrograms } from '../qemu/programs.ts';
import { withGuestFolders } from './guest-disk.ts';

const run = promisify(execFile);

/** A line that names a cause, and who wrote it: a unit, or a container. */
export interface Complaint {
  readonly source: string;
  readonly text: string;
}

const units = ['clusterseed-*', 'etcd', 'containerd', 'kubelet', 'haproxy', 'cloud-*', 'ignition*'];

/** Words of causes, not of what merely follows from them. */
const causes =
  /x509|no such file|permission denied|unknown flag|SHA-256 differs|out of memory|^panic: |^F\d{4} /i;

/** Lines kept of each source: the last ones, as a machine that tries again repeats its cause. */
const kept = 3;

/** What units and containers of a guest that is switched off gave as reasons, from its journal and /var/log/pods. */
export async function readComplaints(disk: string, qemu: QemuPrograms): Promise<Complaint[]> {
  const paths = ['/var/log/journal', '/var/log/pods'];
  return await withGuestFolders(disk, qemu, paths, async ([journal = '', pods = '']) => {
    const lines = [...(await journalLines(join(journal, 'journal'))), ...(await podLines(pods))];
    return pickComplaints(lines);
  });
}

/** The last complaints of each source that differ in more than numbers. */
export function pickComplaints(lines: readonly Complaint[]): Complaint[] {
  const bySource = new Map<string, Map<string, Complaint>>();
  for (const line of lines) {
    if (!causes.test(line.text)) continue;
    const seen = bySource.get(line.source) ?? new Map<string, Complaint>();
    bySource.set(line.source, seen);
    const gist = line.text.replaceAll(/[0-9a-f]*\d[0-9a-f]*/g, '');
    seen.delete(gist);
    seen.set(gist, { ...line, text: line.text.slice(0, 400) });
  }
  return [...bySource.values()].flatMap((seen) => [...seen.values()].slice(-kept));
}

async function journalLines(folder: string): Promise<Complaint[]> {
  const names = units.flatMap((unit) => ['-u', unit]);
  const words = ['-D', folder, '-o', 'json', '--no-pager', ...names];
  const { stdout } = await run('journalctl', words, { maxBuffer: 256 * 1024 * 1024 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const entry = JSON.parse(line) as {
        readonly UNIT?: string;
        readonly _SYSTEMD_UNIT?: string;
        readonly MESSAGE?: unknown;
      };
      return { source: entry.UNIT ?? entry._SYSTEMD_UNIT ?? '', text: String(entry.MESSAGE) };
    });
}

/** Files NAMESPACE_POD_UID/CONTAINER/N.log in the kubelet's format: time, stream, P or F, text. */
async function podLines(folder: string): Promise<Complaint[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.log'));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const found: Complaint[] = [];
  for (const path of paths) {
    const source = basename(join(path, '..'));
    for (const line of (await readFile(path, 'utf8')).split('\n')) {
      found.push({ source, text: line.replace(/^\S+ std(out|err) [PF] /, '') });
    }
  }
  return found;
}
