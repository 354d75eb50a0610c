import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The real programs, by name, as `scripts/programs` builds or finds them. What a downloaded archive or a container
 * image would bring is one of these.
 */
export function buildPrograms(...requests: readonly string[]): ReadonlyMap<string, string> {
  const script = join(import.meta.dirname, '../../scripts/programs');
  const directories = execFileSync(script, requests, { encoding: 'utf8' }).trim().split('\n');
  return new Map(
    directories.flatMap((directory) =>
      readdirSync(directory).map((name) => [name, join(directory, name)] as const),
    ),
  );
}
