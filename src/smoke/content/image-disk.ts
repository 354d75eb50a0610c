import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toToml } from '../../text/toml.ts';
import { waitUntil } from '../checks/wait-until.ts';
import { onProcessEnd } from '../cleanup.ts';
import { SmokeError } from '../smoke-error.ts';
import type { ProgramFolders } from './program-folders.ts';

const run = promisify(execFile);

/** What the disk is made of. */
export interface ImageDiskOptions {
  readonly references: readonly string[];
  /** The registry that has them, for example "127.0.0.1:40123". */
  readonly registry: string;
  readonly programs: ProgramFolders;
  /** A folder of its own; the disk stays in it. */
  readonly folder: string;
}

/**
 * Makes a raw ext4 disk with what containerd keeps in /var/lib/containerd once it has pulled these images, and returns
 * its path: the guests' own containerd, run on this host, pulls and unpacks them, which takes seconds where an emulated
 * machine takes minutes. Needs root, as unpacking mounts; throws a SmokeError that says so.
 */
export async function makeImageDisk(options: ImageDiskOptions): Promise<string> {
  if (process.getuid?.() !== 0) {
    throw new SmokeError('placing images in the guests beforehand needs root: containerd mounts');
  }
  const root = join(options.folder, 'root');
  await mkdir(root, { recursive: true });
  await pullImages(options, root);
  const disk = join(options.folder, 'images.img');
  await run('mkfs.ext4', ['-q', '-L', 'images', '-d', root, disk, '4G']);
  return disk;
}

async function pullImages(options: ImageDiskOptions, root: string): Promise<void> {
  const { folder, registry, references, programs } = options;
  const socket = join(folder, 'containerd.sock');
  const config = join(folder, 'config.toml');
  const hosts = join(folder, 'hosts');
  await mkdir(join(hosts, '_default'), { recursive: true });
  const server = `http://${registry}`;
  const mirror = toToml({ server, host: { [server]: { capabilities: ['pull', 'resolve'] } } });
  await writeFile(join(hosts, '_default', 'hosts.toml'), mirror);
  await writeFile(config, configText({ root, state: join(folder, 'state'), socket }));
  const daemon = spawn(await programs.find('containerd'), ['--config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const withdraw = onProcessEnd(() => daemon.kill('SIGKILL'));
  let complaint = '';
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    daemon.once('error', (error) => {
      complaint += error.message;
      resolve();
    });
    daemon.once('close', () => resolve());
  });
  const ctr = await programs.find('ctr');
  const call = (...words: readonly string[]) =>
    run(ctr, ['--address', socket, '--namespace', 'k8s.io', ...words]);
  try {
    await waitUntil({ what: 'containerd on this host', seconds: 30, every: 0.5 }, async () => {
      await call('version');
      return true;
    });
    for (const reference of references) {
      await call('images', 'pull', '--local', '--hosts-dir', hosts, reference);
    }
  } catch (cause) {
    const said = [(cause as Error).message, complaint].join('\n').trim();
    throw new SmokeError(`containerd could not place the images on a disk: ${said}`, { cause });
  } finally {
    daemon.kill('SIGTERM');
    await ended;
    withdraw();
  }
}

/** As in the guests, without what serves pods. */
function configText(paths: { root: string; state: string; socket: string }): string {
  const disabled = ['grpc.v1.cri', 'cri.v1.images', 'cri.v1.runtime', 'nri.v1.nri'];
  return toToml({
    version: 3,
    root: paths.root,
    state: paths.state,
    disabled_plugins: disabled.map((name) => `io.containerd.${name}`),
    grpc: { address: paths.socket },
    ttrpc: { address: `${paths.socket}.ttrpc` },
  });
}
