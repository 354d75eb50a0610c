import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Machine } from '../../index.ts';
import type { ProgramFolders } from './program-folders.ts';

type Download = Machine['downloads'][number];

/**
 * Fills `folder` with what the machines download, each file at the path that its URL has below `base`, made
 * of our own builds of the programs. Returns what `mirror.checksums` of a profile has to say: name/version/arch → SHA-256.
 */
export async function fillFileMirror(
  machines: readonly Machine[],
  options: { readonly folder: string; readonly base: string; readonly programs: ProgramFolders },
): Promise<Record<string, string>> {
  const checksums: Record<string, string> = {};
  for (const machine of machines) {
    for (const download of machine.downloads) {
      const key = `${download.name}/${download.version}/${machine.arch}`;
      if (key in checksums) continue;
      const path = join(options.folder, pathBelow(options.base, download));
      await mkdir(dirname(path), { recursive: true });
      await writeDownload(path, download, options.programs);
      checksums[key] = await hashFile(path);
    }
  }
  return checksums;
}

/** The path of a download below the mirror's address; empty when no mirror has it. */
export function pathBelow(base: string, { urls }: Pick<Download, 'urls'>): string {
  const prefix = `${new URL(base).href.replace(/\/+$/, '')}/`;
  const url = urls.find((candidate) => candidate.startsWith(prefix)) ?? '';
  return decodeURIComponent(url.slice(prefix.length));
}

async function writeDownload(
  path: string,
  { name, placement }: Download,
  programs: ProgramFolders,
): Promise<void> {
  if (placement.kind === 'file') {
    await copyFile(await programs.find(name), path);
    return;
  }
  const archive = pack();
  const written = pipeline(archive, createGzip({ level: 1 }), createWriteStream(path));
  for (const member of Object.keys(placement.members)) {
    const source = await programs.find(basename(member));
    const { size } = await stat(source);
    const entry = archive.entry({ name: member, size, mode: 0o755, mtime: new Date(0) });
    await pipeline(createReadStream(source), entry);
  }
  archive.finalize();
  await written;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
