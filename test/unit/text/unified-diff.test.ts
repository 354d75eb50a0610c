import { expect, test } from 'vitest';
import { unifiedDiff } from '../../../src/text/unified-diff.ts';

test('a changed line stands between its neighbours', () => {
  const before = 'a\nb\nc\nd\ne\nf\n';
  expect(unifiedDiff(before, before.replace('c', 'C'))).toEqual([
    '@@ -1,5 +1,5 @@',
    ' a',
    ' b',
    '-c',
    '+C',
    ' d',
    ' e',
  ]);
  expect(unifiedDiff(before, before)).toEqual([]);
  expect(unifiedDiff('', 'x\n')).toEqual(['@@ -0,0 +1,1 @@', '+x']);
  expect(unifiedDiff('x\n', 'x')).toEqual([
    '@@ -1,1 +1,1 @@',
    '-x',
    '+x',
    '\\ No newline at end of file',
  ]);
});
