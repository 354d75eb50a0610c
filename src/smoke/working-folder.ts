import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onProcessEnd } from './cleanup.ts';

/** A folder of our own; it holds a copy of the secrets, so it goes away however this process ends. */
export interface WorkingFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Makes a folder that only this user can look into. */
export async function makeWorkingFolder(): Promise<WorkingFolder> {
  const path = await mkdtemp(join(tmpdir(), 'clusterseed-smoke-'));
  const withdraw = onProcessEnd(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true });
      withdraw();
    },
  };
}
