/**
 * Replaces a store and kills itself with SIGKILL before its n-th call into the file system (or, with `after`, right
 * after it). Arguments: path, n, `before` or `after`, the new text. Ends with 0 when there are fewer calls.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [path = '', count = '0', when = 'before', text = ''] = process.argv.slice(2);
const names = [
  'closeSync',
  'fsyncSync',
  'linkSync',
  'lstatSync',
  'mkdirSync',
  'openSync',
  'readFileSync',
  'readlinkSync',
  'readdirSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'statSync',
  'symlinkSync',
  'writeFileSync',
  'writeSync',
] as const;

// What saveStore does, without loading the compiler each time.
const { withLock } = await import('../../../src/output/lock.ts');
const { readSecretsFile, writeSecretsFile } = await import('../../../src/output/secrets-file.ts');
const before = readSecretsFile(path);
let calls = 0;
const table = fs as unknown as Record<string, (...args: readonly unknown[]) => unknown>;
for (const name of names) {
  const real = table[name];
  if (real === undefined) throw new Error(`node:fs has no ${name}`);
  table[name] = (...args) => {
    calls += 1;
    const last = calls === Number(count);
    if (last && when === 'before') process.kill(process.pid, 'SIGKILL');
    const result = real(...args);
    if (last) process.kill(process.pid, 'SIGKILL');
    return result;
  };
}
syncBuiltinESMExports();
withLock(`${path}.lock`, () => writeSecretsFile(path, text, before));
