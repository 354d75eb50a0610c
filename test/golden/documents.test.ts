import { expect, test } from 'vitest';
import { compileGoldenTree, readGoldenTree } from '../fixtures/golden.ts';

const expected = readGoldenTree();
const actual = compileGoldenTree();

test('the documents are those that were accepted: no more, no fewer', () => {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
});

test.each([...expected.keys()])('%s is byte for byte as it was accepted', (path) => {
  expect(actual.get(path)).toBe(expected.get(path));
});
