import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { toWorldError } from '../../output/world-error.ts';
import type { State } from './state.ts';

/** `postgres://…` is a shared database, anything else the path of a SQLite file. */
export async function openState(place: string, cluster: string): Promise<State> {
  if (/^postgres(ql)?:\/\//.test(place)) {
    const { openPostgresState } = await import('./postgres-state.ts');
    return await openPostgresState(place, cluster);
  }
  makeFolder(dirname(place));
  const { openSqliteState } = await import('./sqlite-state.ts');
  return await openSqliteState(place, cluster);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw toWorldError(`cannot make ${path}`, cause);
  }
}
