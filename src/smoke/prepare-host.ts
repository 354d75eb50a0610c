import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../output/make-folder.ts';
import { packageRoot } from '../output/package-root.ts';
import { type Acceleration, chooseAcceleration, emulation } from './acceleration.ts';
import { buildGuestImage, type GuestImage, unpackQemu } from './guest-image.ts';
import { findQemu, type QemuPrograms } from './qemu/programs.ts';
import { requireDisk } from './qemu/require-disk.ts';
import { SmokeError } from './smoke-error.ts';

/** What a smoke test needs of this host, found or made. */
export interface SmokeHost {
  readonly qemu: QemuPrograms;
  readonly acceleration: Acceleration;
  readonly image: GuestImage;
  /** scripts/programs of the checkout. */
  readonly programsScript: string;
}

/** Where clusterseed keeps what it can make again: CLUSTERSEED_CACHE, else the XDG cache directory. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return env.CLUSTERSEED_CACHE || join(base, 'clusterseed');
}

/** Finds QEMU (Debian 13's where it can be unpacked), builds or takes the image, and proves the acceleration by a boot. */
export async function prepareHost(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly variant: 'cloud-init' | 'ignition';
  /** A disk of the person's own, booted by its own boot loader. */
  readonly disk?: string;
  readonly say: (text: string) => void;
}): Promise<SmokeHost> {
  const { env, variant, disk, say } = options;
  const script = (name: string) => join(packageRoot(), 'scripts', name);
  await requireScripts(script('programs'));
  const directory = await unpackQemu(script('guest-image.d/qemu-tree'));
  const qemu = await findQemu({ directory, searchPath: env.PATH ?? '' });
  if (disk !== undefined) await requireDisk(qemu.image, disk);
  const image =
    disk === undefined ? await buildGuestImage(script('guest-image'), variant) : { disk };
  const acceleration = await accelerate(qemu, image, cacheFolder(env));
  say(`QEMU ${qemu.version}, ${acceleration.kind.toUpperCase()}: ${acceleration.reason}`);
  return { qemu, acceleration, image, programsScript: script('programs') };
}

async function accelerate(
  qemu: QemuPrograms,
  image: GuestImage,
  cache: string,
): Promise<Acceleration> {
  if (image.kernel === undefined)
    return emulation('no kernel to prove KVM with: the image boots itself');
  makeFolder(cache);
  return await chooseAcceleration({
    qemu,
    kernel: image.kernel.kernel,
    cacheFile: join(cache, 'acceleration.json'),
  });
}

async function requireScripts(path: string): Promise<void> {
  try {
    await access(path);
  } catch (cause) {
    throw new SmokeError(
      'the smoke test runs inside a checkout of clusterseed: its scripts/ build the guests',
      {
        cause,
      },
    );
  }
}
