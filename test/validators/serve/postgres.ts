import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runWell } from '../trees/run-tool.ts';

/** A private PostgreSQL on a socket in a folder of its own; no port. */
export interface PostgresServer {
  readonly url: string;
  start(): void;
  /** Stops it as a power cut would. */
  halt(): void;
  stop(): void;
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package makes. */
const drop = process.getuid?.() === 0 ? ['/usr/sbin/runuser', '-u', 'postgres', '--'] : [];

/** Makes a new database cluster with Debian's newest PostgreSQL and starts it. */
export function startPostgres(): PostgresServer {
  const programs = `/usr/lib/postgresql/${newestVersion()}/bin`;
  const folder = mkdtempSync('/tmp/clusterseed-postgres-');
  if (drop.length > 0) runWell('/usr/bin/chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const as = (program: string, ...args: string[]) => {
    const [first = '', ...rest] = [...drop, `${programs}/${program}`, ...args];
    return runWell(first, rest);
  };
  as('initdb', '-D', data, '-A', 'trust', '-U', 'tester', '--no-sync');
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder}`;
  const start = () =>
    void as('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start');
  const end = (mode: string) => void as('pg_ctl', '-D', data, '-w', '-m', mode, 'stop');
  start();
  return {
    url: `postgres://tester@${encodeURIComponent(folder)}/postgres`,
    start,
    halt: () => end('immediate'),
    stop: () => {
      end('fast');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function newestVersion(): string {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) throw new Error('PostgreSQL is missing: apt-get install postgresql');
  return String(Math.max(...readdirSync(root).map(Number)));
}
