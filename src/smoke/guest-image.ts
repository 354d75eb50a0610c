import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SmokeError } from './smoke-error.ts';

const run = promisify(execFile);

export type GuestVariant = 'cloud-init' | 'ignition';

/** A disk to start guests from. Without a kernel beside it, the disk's own boot loader is used. */
export interface GuestImage {
  readonly disk: string;
  readonly kernel?: { readonly kernel: string; readonly initrd: string };
}

/** The lab's own image of this variant: `script` is scripts/guest-image, which builds it when it is missing. */
export async function buildGuestImage(script: string, variant: GuestVariant): Promise<GuestImage> {
  const folder = await lastLineOf(script, ['--variant', variant]);
  return {
    disk: join(folder, 'root.qcow2'),
    kernel: { kernel: join(folder, 'vmlinuz'), initrd: join(folder, 'initrd') },
  };
}

/** The directory of Debian 13's QEMU: `script` is scripts/guest-image.d/qemu-tree. */
export function unpackQemu(script: string): Promise<string> {
  return lastLineOf(script, []);
}

async function lastLineOf(script: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(script, [...words], { maxBuffer: 16 * 1024 * 1024 });
    return stdout.trimEnd().split('\n').at(-1) ?? '';
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? String(error);
    throw new SmokeError(`${script} failed:\n${said.trimEnd().split('\n').slice(-15).join('\n')}`);
  }
}
