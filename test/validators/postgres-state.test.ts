import { afterAll, beforeAll, expect, it } from 'vitest';
import { WorldError } from '../../src/output/world-error.ts';
import { openState } from '../../src/server/state/open-state.ts';
import type { State } from '../../src/server/state/state.ts';
import { stateContract } from '../unit/server/state-contract.ts';
import { type PostgresServer, startPostgres } from './serve/postgres.ts';

let server: PostgresServer;
beforeAll(() => {
  server = startPostgres();
});
afterAll(() => server.stop());

stateContract('PostgreSQL', (cluster) => openState(server.url, cluster));

it('ends with one sentence, without the password, when nobody answers', async () => {
  const wrong = 'postgres://somebody:the-password@127.0.0.1:9/none';
  const failure: unknown = await openState(wrong, 'c').catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(WorldError);
  expect(String(failure)).not.toContain('the-password');
});

it('tells each time that the database is gone, and goes on when it is back', async () => {
  const state: State = await openState(server.url, 'gone');
  const claim = { node: 'n1', file: 'user-data', at: 1, address: '10.0.0.1' };
  expect(await state.take(claim)).toBe(true);
  server.halt();
  await expect(state.take({ ...claim, node: 'n2' })).rejects.toThrow(WorldError);
  server.start();
  expect(await state.take(claim)).toBe(false);
  expect(await state.take({ ...claim, node: 'n2' })).toBe(true);
  await state.close();
});
