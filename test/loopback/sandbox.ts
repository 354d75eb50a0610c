import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a command ended and what it said. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place with its own mounts, network and processes, where a machine's files lie at their real paths. */
export interface Sandbox {
  /** Its first process, as the host numbers it. */
  readonly pid: string;
  /** Runs a command to its end. */
  run(command: readonly string[], input?: string): Promise<Finished>;
  /** Runs a service, and again whenever it ends, as systemd and the kubelet would. */
  keepRunning(name: string, command: readonly string[]): void;
  /** What the service has said so far. */
  logOf(name: string): string;
  /** Ends everything in it; nothing is left. */
  close(): Promise<void>;
}

/**
 * /etc, /var, /opt and /usr/local are overlays that live in memory, /run is new, the network is empty but for the
 * loopback, and /sys/fs/cgroup is the unified hierarchy, as on every operating system that we support.
 */
const prepare = `
set -eu
work=$1
mount -t tmpfs tmpfs "$work"
for place in etc var opt usr/local; do
  mkdir -p "$work/$place/upper" "$work/$place/work"
  mount -t overlay overlay \
    -o "lowerdir=/$place,upperdir=$work/$place/upper,workdir=$work/$place/work" "/$place"
done
mount -t tmpfs tmpfs /run
mount -t cgroup2 none /sys/fs/cgroup
ip link set lo up
`;

/** Opens a sandbox; it needs root (CAP_SYS_ADMIN). */
export async function openSandbox(): Promise<Sandbox> {
  const work = mkdtempSync(join(tmpdir(), 'clusterseed-loopback-'));
  const logs = join(work, 'logs');
  const root = join(work, 'root');
  for (const directory of [logs, root]) mkdirSync(directory);
  const holder = spawn(
    'unshare',
    [
      '--mount',
      '--net',
      '--uts',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sleep',
      'infinity',
    ],
    { stdio: 'ignore' },
  );
  const pid = await firstProcess(holder);
  const inside = ['nsenter', '--target', pid, '--mount', '--net', '--uts', '--pid', '--'];
  const services = new Set<ChildProcess>();
  let closing = false;

  async function supervise(name: string, command: readonly string[]): Promise<void> {
    const log = createWriteStream(join(logs, name), { flags: 'a' });
    while (!closing) {
      const [program = '', ...args] = [...inside, ...command];
      const service = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      services.add(service);
      service.stdout.pipe(log, { end: false });
      service.stderr.pipe(log, { end: false });
      const code = await ended(service);
      services.delete(service);
      log.write(`--- ${name} ended with ${code}\n`);
      if (!closing) await sleep(2000);
    }
    log.end();
  }

  const sandbox: Sandbox = {
    pid,
    run: (command, input) => runToEnd([...inside, ...command], input),
    keepRunning: (name, command) => void supervise(name, command),
    logOf: (name) => readFileSync(join(logs, name), 'utf8'),
    async close() {
      closing = true;
      holder.kill('SIGKILL');
      await Promise.all([ended(holder), ...[...services].map(ended)]);
      rmSync(work, { recursive: true, force: true });
    },
  };
  const prepared = await sandbox.run(['sh', '-c', prepare, 'sh', root]);
  if (prepared.code !== 0) {
    await sandbox.close();
    throw new Error(`no sandbox (it needs root and overlayfs): ${prepared.stderr}`);
  }
  return sandbox;
}

/** The holder's only child. */
async function firstProcess(holder: ChildProcess): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const children = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim();
    if (/^\d+$/.test(children)) {
      const comm = readFileSync(`/proc/${children}/comm`, 'utf8').trim();
      if (comm === 'sleep') return children;
    }
    await sleep(25);
  }
  throw new Error('unshare did not start');
}

async function runToEnd(command: readonly string[], input = ''): Promise<Finished> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  // A command may end before it has read its input.
  child.stdin.on('error', (cause) => {
    stderr += `${cause.message}\n`;
  });
  child.stdin.end(input);
  return { code: await ended(child), stdout, stderr };
}

function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve(child.exitCode ?? -1);
  }
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? -1));
  });
}
