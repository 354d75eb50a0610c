import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SmokeError } from '../smoke-error.ts';

const run = promisify(execFile);

/** Throws a SmokeError unless the file is a disk image in qcow2 format, as `qemu-img` (a path) judges. */
export async function requireDisk(qemuImg: string, path: string): Promise<void> {
  const { stdout } = await run(qemuImg, ['info', '--output=json', path]).catch((cause: unknown) => {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '';
    const reason = said.trim().split(': ').at(-1) || 'qemu-img failed';
    throw new SmokeError(`${path} is no disk image that QEMU can read: ${reason}`, { cause });
  });
  const { format } = JSON.parse(stdout) as { readonly format: string };
  if (format === 'qcow2') return;
  throw new SmokeError(
    `${path} is not in qcow2 format but ${format}; qemu-img convert -O qcow2 turns a disk image into it`,
  );
}
