import { open, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { startQemu } from './qemu/process.ts';
import type { QemuPrograms } from './qemu/programs.ts';

export interface Acceleration {
  readonly kind: 'kvm' | 'tcg';
  /** QEMU's words for it. */
  readonly accel: string;
  readonly cpu: string;
  /** Why this one, in words. */
  readonly reason: string;
}

export interface AccelerationProbe {
  readonly qemu: QemuPrograms;
  /** The guest kernel that is booted for proof. */
  readonly kernel: string;
  /** Where the answer is kept for as long as this host is up; not kept when left out. */
  readonly cacheFile?: string;
  readonly seconds?: number;
}

/** Comes when the kernel has run through to the point where it looks for a disk that is not there. */
const PROOF = /Kernel panic - not syncing: VFS/;

/** A named model: `host` asks for registers that sandboxed hosts refuse, and differs from machine to machine. */
const CPU = 'Haswell-noTSX';
/**
 * QEMU computes SHA-256 itself where the guest's processor has an instruction for it: downloads and images are
 * verified four times as fast. Without the fast string instructions the kernel copies eight bytes at a time, where
 * emulation would copy one.
 */
const EMULATED_CPU = `${CPU},+sha-ni,-erms`;

export function emulation(reason: string): Acceleration {
  return { kind: 'tcg', accel: 'tcg,thread=multi', cpu: EMULATED_CPU, reason };
}

function virtualisation(reason: string): Acceleration {
  return { kind: 'kvm', accel: 'kvm', cpu: CPU, reason };
}

/**
 * KVM where it really boots a kernel within a few seconds, else emulation. That /dev/kvm opens is no proof:
 * nested and sandboxed hosts have one that hangs or fails at the first instruction.
 */
export async function chooseAcceleration(probe: AccelerationProbe): Promise<Acceleration> {
  const host = `${await bootId()} ${probe.qemu.system} ${probe.qemu.version}`;
  const known = await recall(probe.cacheFile, host);
  if (known !== undefined) return known;
  const chosen = await tryVirtualisation(probe);
  if (probe.cacheFile !== undefined) {
    await writeFile(probe.cacheFile, JSON.stringify({ host, chosen }));
  }
  return chosen;
}

async function tryVirtualisation(probe: AccelerationProbe): Promise<Acceleration> {
  try {
    await (await open('/dev/kvm', 'r+')).close();
  } catch (error) {
    return emulation(`/dev/kvm cannot be opened (${(error as NodeJS.ErrnoException).code})`);
  }
  const seconds = probe.seconds ?? 20;
  const qemu = startQemu(probe.qemu.system, [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-m', '512'],
    ...['-machine', 'q35', '-accel', 'kvm', '-cpu', CPU, '-kernel', probe.kernel],
    ...['-append', 'console=ttyS0 panic=-1', '-serial', 'stdio'],
  ]);
  let seen = '';
  const booted = new Promise<boolean>((resolve) => {
    qemu.output.on('data', (chunk: Buffer) => {
      seen = (seen + chunk.toString('latin1')).slice(-4000);
      if (PROOF.test(seen)) resolve(true);
    });
    qemu.exited.then(() => resolve(PROOF.test(seen)));
  });
  const patience = new AbortController();
  const hung = sleep(seconds * 1000, false, { signal: patience.signal }).catch(() => false);
  const works = await Promise.race([booted, hung]);
  patience.abort();
  const { complaint } = await qemu.kill();
  if (works) return virtualisation('the guest kernel booted under KVM');
  const said = complaint.split('\n').find((line) => line !== '' && !line.includes('warning:'));
  const why = said ?? `the guest kernel did not boot in ${seconds} s`;
  return emulation(`/dev/kvm is there but of no use: ${why}`);
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

async function recall(file: string | undefined, host: string): Promise<Acceleration | undefined> {
  if (file === undefined) return undefined;
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as { host: string; chosen: Acceleration };
    return kept.host === host ? kept.chosen : undefined;
  } catch {
    return undefined;
  }
}
