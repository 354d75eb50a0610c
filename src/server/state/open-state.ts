import { dirname } from 'node:path';
import { makeFolder } from '../../output/make-folder.ts';
import type { State } from './state.ts';

/** `postgres://…` is a shared database, anything else the path of a SQLite file. */
export async function openState(place: string, cluster: string): Promise<State> {
  if (/^postgres(ql)?:\/\//.test(place)) {
    const { openPostgresState } = await import('./postgres-state.ts');
    return await openPostgresState(place, cluster);
  }
  makeFolder(dirname(place), 0o700);
  const { openSqliteState } = await import('./sqlite-state.ts');
  return await openSqliteState(place, cluster);
}
