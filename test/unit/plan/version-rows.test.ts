import { expect, it } from 'vitest';
import { fold, unfold } from '../../../scripts/version-table.d/rows.ts';
import { isInVersion, rowAt } from '../../../src/plan/version-rows.ts';

const lines = ['1.7', '1.33', '1.34', '1.35'];

/** What four lines say of three names. */
const said = new Map([
  [
    '1.7',
    new Map([
      ['old', { type: 'string' }],
      ['both', { type: 'string' }],
    ]),
  ],
  ['1.33', new Map([['both', { type: 'list' }]])],
  [
    '1.34',
    new Map([
      ['both', { type: 'list', deprecated: true }],
      ['new', { type: 'int' }],
    ]),
  ],
  [
    '1.35',
    new Map([
      ['both', { type: 'list' }],
      ['new', { type: 'int' }],
    ]),
  ],
]);

it('writes a row once, with what was different before', () => {
  expect(fold(said)).toEqual({
    both: {
      type: 'list',
      since: '1.7',
      was: [
        { until: '1.7', type: 'string' },
        { until: '1.33' },
        { until: '1.34', deprecated: true },
      ],
    },
    new: { type: 'int', since: '1.34' },
    old: { type: 'string', until: '1.7' },
  });
});

it('reads back what each line said', () => {
  const back = unfold(fold(said), lines);
  expect(back.get('1.7')?.get('both')).toEqual({ type: 'string' });
  expect(back.get('1.33')?.get('both')).toEqual({ type: 'list' });
  expect(back.get('1.34')?.get('both')).toEqual({ type: 'list', deprecated: true });
  expect(fold(back)).toEqual(fold(said));
});

it('tells which versions have a row', () => {
  expect([isInVersion({}, '1.7.2'), isInVersion({}, '1.33.0'), isInVersion({}, '1.99.0')]).toEqual([
    false,
    true,
    true,
  ]);
  expect(['1.7.2', '1.33.0'].map((version) => isInVersion({ until: '1.7' }, version))).toEqual([
    true,
    false,
  ]);
  expect(rowAt({ type: 'int', since: '1.36' }, '1.35.4')).toBeUndefined();
  expect(rowAt({ type: 'int', until: '1.36' }, '1.36.9')).toEqual({ type: 'int' });
});
