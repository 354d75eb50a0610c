import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { State } from '../../../src/server/state/state.ts';

const claim = { node: 'n1', file: 'user-data', at: 1000, address: '10.0.0.1' };

/** What every state promises; `open` opens the same one again, also while it is open. */
export function stateContract(name: string, open: (cluster: string) => Promise<State>): void {
  describe(name, () => {
    const opened: State[] = [];
    let cluster = 0;
    const openOne = async (of = cluster): Promise<State> => {
      const state = await open(`cluster-${of}`);
      opened.push(state);
      return state;
    };
    beforeEach(() => {
      cluster += 1;
    });
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((state) => state.close()));
    });

    it('gives a document once, until the node is armed anew', async () => {
      const state = await openOne();
      expect(await state.take(claim)).toBe(true);
      expect(await state.take({ ...claim, at: 2000 })).toBe(false);
      expect(await state.take({ ...claim, file: 'config.ign' })).toBe(true);
      expect(await state.take({ ...claim, node: 'n2' })).toBe(true);
      await state.arm({ node: 'n1' });
      expect(await state.listGifts()).toEqual([
        { node: 'n2', file: 'user-data', at: 1000, address: '10.0.0.1' },
      ]);
      expect(await state.take(claim)).toBe(true);
      expect(await state.take(claim)).toBe(false);
    });

    it('takes by a token only while it lasts and is the newest', async () => {
      const state = await openOne();
      const early = { ...claim, tokenSha256: 'aa' };
      expect(await state.take(early)).toBe(false);
      await state.arm({ node: 'n1', tokenSha256: 'aa', expires: 5000 });
      expect(await state.nodeOfToken('aa', 4999)).toBe('n1');
      expect(await state.nodeOfToken('aa', 5000)).toBe(undefined);
      expect(await state.take({ ...early, node: 'n2' })).toBe(false);
      expect(await state.take({ ...early, at: 5000 })).toBe(false);
      expect(await state.take(early)).toBe(true);
      expect(await state.take(early)).toBe(false);
      await state.arm({ node: 'n1', tokenSha256: 'bb', expires: 5000 });
      expect(await state.nodeOfToken('aa', 1000)).toBe(undefined);
      expect(await state.take(early)).toBe(false);
      expect(await state.take({ ...early, tokenSha256: 'bb' })).toBe(true);
    });

    it('gives to one only when many ask at once, on several connections', async () => {
      const states = [await openOne(), await openOne(), await openOne()];
      const asked = Array.from({ length: 60 }, (_, index) => states[index % 3]?.take(claim));
      const given = (await Promise.all(asked)).filter((taken) => taken === true);
      expect(given).toHaveLength(1);
    });

    it('remembers when it is opened again, each cluster its own', async () => {
      const first = await openOne();
      await first.take(claim);
      await first.saveReport({ node: 'n1', at: 1, text: '{}' });
      await first.saveReport({ node: 'n1', at: 2, text: '{"a":1}' });
      await first.arm({ node: 'n3', tokenSha256: `token-${cluster}`, expires: 9 });
      const second = await openOne();
      expect(await second.take(claim)).toBe(false);
      expect(await second.listReports()).toEqual([{ node: 'n1', at: 2, text: '{"a":1}' }]);
      expect(await second.nodeOfToken(`token-${cluster}`, 1)).toBe('n3');
      const other = await openOne(cluster + 1000);
      expect(await other.listReports()).toEqual([]);
      expect(await other.nodeOfToken(`token-${cluster}`, 1)).toBe(undefined);
      expect(await other.take(claim)).toBe(true);
    });
  });
}
