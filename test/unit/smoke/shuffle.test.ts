import { expect, test } from 'vitest';
import { randomFrom } from '../../../src/smoke/network/link-faults.ts';
import { shuffle } from '../../../src/smoke/scenario/cluster.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

test('the same seed gives the same order, and every name once', () => {
  const order = shuffle(names, randomFrom(7));
  expect(shuffle(names, randomFrom(7))).toEqual(order);
  expect([...order].sort()).toEqual(names);
});

test('every machine comes first under some seed', () => {
  const firsts = Array.from({ length: 100 }, (_, seed) => shuffle(names, randomFrom(seed))[0]);
  expect([...new Set(firsts)].sort()).toEqual(names);
});
