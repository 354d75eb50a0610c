import { expect, it } from 'vitest';
import { parseUnit } from '../../../src/machine/parse-unit.ts';

it('reads sections, comments and continuation lines', () => {
  const text = '# c\n[A]\nx = 1\ny=2 \\\n  3 \\\n; not this\n  4\n\n[B]\nz=\nodd\n';
  expect(parseUnit(text)).toEqual([
    { section: 'A', key: 'x', value: '1' },
    { section: 'A', key: 'y', value: '2    3    4' },
    { section: 'B', key: 'z', value: '' },
    { section: 'B', key: '', value: 'odd' },
  ]);
});
