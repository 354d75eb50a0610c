import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../src/text/nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['roles', 'role', 1],
    ['roels', 'roles', 1],
    ['kitten', 'sitting', 3],
    ['adress', 'address', 1],
  ])('%s → %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('nearest', () => {
  const keys = ['machines', 'mirror', 'network', 'endpoint', 'etcd'];

  it.each([
    ['machine', 'machines'],
    ['Netwrok', 'network'],
    ['etc', 'etcd'],
    ['endpiont', 'endpoint'],
  ])('%s means %s', (word, expected) => expect(nearest(word, keys)).toBe(expected));

  it.each(['', 'zzz', 'completelydifferent', 'x'.repeat(10_000)])(
    'finds nothing near %.20s',
    (word) => {
      expect(nearest(word, keys)).toBeUndefined();
    },
  );

  it('takes the first of two equally near ones', () => {
    expect(nearest('cat', ['bat', 'rat'])).toBe('bat');
  });
});
