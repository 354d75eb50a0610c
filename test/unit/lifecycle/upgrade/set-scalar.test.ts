import { expect, it } from 'vitest';
import { setScalar } from '../../../../src/lifecycle/upgrade/set-scalar.ts';

const path = ['kubernetes', 'version'];

it.each([
  ['kubernetes:\n  version: 1.36.3   # why\n', 'kubernetes:\n  version: 1.36.4   # why\n'],
  [
    '# a\r\nkubernetes:  \r\n    version:   "1.36.3"\r\n\r\n',
    '# a\r\nkubernetes:  \r\n    version:   "1.36.4"\r\n\r\n',
  ],
  [
    "kubernetes: { version: '1.36.3', a: [ 1,2 ] }",
    "kubernetes: { version: '1.36.4', a: [ 1,2 ] }",
  ],
  [
    '\uFEFFkubernetes:\n  version: &v 1.36.3\nother: *v\n',
    '\uFEFFkubernetes:\n  version: &v 1.36.4\nother: *v\n',
  ],
  [
    '---\n"kubernetes":\n  ? version\n  : 1.36.3\n...\n',
    '---\n"kubernetes":\n  ? version\n  : 1.36.4\n...\n',
  ],
])('changes the scalar and no other byte of %j', (before, after) => {
  expect(setScalar(before, path, '1.36.4')).toBe(after);
});

it.each([
  'kubernetes:\n  version: *v\n',
  'v: &v 1.36.3\nkubernetes:\n  version: *v\n',
  'kubernetes:\n  version: [1]\n',
  'kubernetes: 1\n',
  'other: 1\n',
  '',
])('leaves %j to the person', (text) => {
  expect(setScalar(text, path, '1.36.4')).toBeUndefined();
});
