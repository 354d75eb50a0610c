import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { WorldError } from '../../../src/output/world-error.ts';
import { openState } from '../../../src/server/state/open-state.ts';
import { stateContract } from './state-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-state-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

stateContract('SQLite', (cluster) => openState(join(folder, 'deep/state.db'), cluster));

it('is readable by its owner only', async () => {
  const path = join(folder, 'own.db');
  await (await openState(path, 'c')).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('ends with one sentence when the file is no database', async () => {
  const path = join(folder, 'text.db');
  writeFileSync(
    path,
    'this is no database, and it is long enough to be noticed as none of them\n'.repeat(20),
  );
  await expect(openState(path, 'c')).rejects.toThrow(WorldError);
});
