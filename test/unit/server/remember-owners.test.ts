import { expect, it } from 'vitest';
import { rememberOwners } from '../../../src/server/state/remember-owners.ts';
import { openSqliteState } from '../../../src/server/state/sqlite-state.ts';

it('remembers for a second whose a token is, and lets take look again', async () => {
  const state = await openSqliteState(':memory:', 'lab');
  const remembered = rememberOwners(state);
  const claim = { node: 'c1', file: 'user-data', at: 0, address: '10.0.0.11', tokenSha256: 'one' };
  expect(await remembered.nodeOfToken('one', 0)).toBeUndefined();
  await remembered.arm({ node: 'c1', tokenSha256: 'one', expires: 60_000 });
  expect(await remembered.nodeOfToken('one', 0)).toBe('c1');
  await state.arm({ node: 'c1', tokenSha256: 'two', expires: 60_000 });
  expect(await remembered.nodeOfToken('one', 999)).toBe('c1');
  expect(await remembered.take(claim)).toBe(false);
  expect(await remembered.nodeOfToken('one', 1000)).toBeUndefined();
  expect(await remembered.nodeOfToken('two', 1000)).toBe('c1');
  await remembered.arm({ node: 'c1', tokenSha256: 'three', expires: 60_000 });
  expect(await remembered.nodeOfToken('two', 1000)).toBeUndefined();
  await remembered.close();
});
