import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compactScript } from '../../../../src/components/first-boot/compact-script.ts';

/** A directory in which a script of ours runs with stand-ins for the system's programs. */
export interface Sandbox {
  /** The absolute path of `name` in it. */
  path(name: string): string;
  write(name: string, content: string): void;
  /** The content, or an empty text. */
  read(name: string): string;
  /** A program found before the system's; `body` is POSIX sh. Its calls are listed by `calls`. */
  standIn(program: string, body: string): void;
  /** Every call of a stand-in, `program argument argument`, in order. */
  calls(): string[];
  /** Runs the script as it is shipped; fails after 20 s. */
  run(script: string, ...args: readonly string[]): SpawnSyncReturns<string>;
}

/** A new sandbox; `sleep` does nothing in it. */
export function createSandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'first-boot-'));
  const path = (name: string) => join(root, name);
  const read = (name: string) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : '');
  const write = (name: string, content: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
  };
  const standIn = (program: string, body: string) => {
    const record = `printf '%s\\n' "${program} $*" >>"${path('calls')}"`;
    write(`path/${program}`, `#!/bin/sh\n${record}\n${body}\n`);
    chmodSync(path(`path/${program}`), 0o755);
  };
  standIn('sleep', '');
  return {
    path,
    read,
    write,
    standIn,
    calls: () => read('calls').split('\n').filter(Boolean),
    run(script, ...args) {
      write('script.sh', compactScript(script));
      const env = { PATH: `${path('path')}:/usr/sbin:/usr/bin:/sbin:/bin`, ROOT: root };
      const options = { cwd: root, env, encoding: 'utf8', timeout: 20_000 } as const;
      return spawnSync('/bin/sh', ['script.sh', ...args], options);
    },
  };
}
