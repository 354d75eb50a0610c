import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { onProcessEnd } from '../cleanup.ts';

export interface QemuExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last of what QEMU said on its standard error. */
  readonly complaint: string;
}

export interface QemuProcess {
  readonly pid: number;
  /** The first serial port, where the command line leads it to standard output. */
  readonly output: NodeJS.ReadableStream;
  readonly exited: Promise<QemuExit>;
  /** Ends it at once, as a power cut does. Resolves when it is gone. */
  readonly kill: () => Promise<QemuExit>;
}

const KEPT_COMPLAINT = 4000;

/**
 * Starts a QEMU that never outlives this process: it is killed on any end that this process notices, and by
 * the kernel (parent death signal, setpriv of util-linux) on one that it does not.
 */
export function startQemu(program: string, words: readonly string[]): QemuProcess {
  const child: ChildProcessWithoutNullStreams = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', program, ...words],
    { stdio: 'pipe' },
  );
  const withdraw = onProcessEnd(() => child.kill('SIGKILL'));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-KEPT_COMPLAINT);
  });
  const exited = new Promise<QemuExit>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      withdraw();
      resolve({ code, signal, complaint: complaint.trim() });
    };
    child.once('error', (error) => {
      complaint += error.message;
      end(null, null);
    });
    child.once('close', end);
  });
  return {
    pid: child.pid ?? 0,
    output: child.stdout,
    exited,
    kill: () => {
      child.kill('SIGKILL');
      return exited;
    },
  };
}
