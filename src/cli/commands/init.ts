import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exportJsonSchema, starterProfile } from '../../index.ts';
import { toWorldError, WorldError } from '../../output/world-error.ts';
import { writeWhole } from '../../output/write-whole.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { openTerminal } from '../terminal.ts';

const ignored = ['*.secrets.yaml', 'out/'];

/** `clusterseed init [FILE]`: writes a commented starter profile, never over a file that is there,
 * beside it the JSON Schema that editors complete it with, and keeps secrets out of git. */
export function runInit(path: string, flags: { readonly quiet?: boolean }): ExitCode {
  if (existsSync(path)) throw new WorldError(`${path} exists already; name another file`);
  const cluster = basename(path)
    .replace(/\.ya?ml$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const text = starterProfile(cluster === '' || cluster === 'cluster' ? {} : { cluster });
  writeWhole(path, new TextEncoder().encode(text), { mode: 0o644, exclusive: true });
  ignoreSecrets(dirname(path));
  writeSchema(dirname(path));
  const terminal = openTerminal(flags.quiet === true);
  terminal.note(`${path} written: set addresses and names, then run clusterseed build ${path}`);
  return exitCodes.ok;
}

function ignoreSecrets(directory: string): void {
  const path = join(directory, '.gitignore');
  try {
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const missing = ignored.filter((line) => !before.split('\n').includes(line));
    if (missing.length === 0) return;
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    writeFileSync(path, `${before}${gap}${missing.join('\n')}\n`);
  } catch (cause) {
    throw toWorldError(`cannot write ${path}`, cause);
  }
}

function writeSchema(directory: string): void {
  const schema = `${JSON.stringify(exportJsonSchema(), undefined, 2)}\n`;
  writeWhole(join(directory, 'profile.schema.json'), new TextEncoder().encode(schema), {
    mode: 0o644,
  });
}
