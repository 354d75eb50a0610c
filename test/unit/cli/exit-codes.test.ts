import { expect, it } from 'vitest';
import { exitCodes, failureOf } from '../../../src/cli/exit-codes.ts';

it('tells a bug of ours from a mistake of the input', () => {
  const mistake = { code: 'machine/port-taken' };
  expect(failureOf([mistake])).toBe(exitCodes.input);
  expect(failureOf([mistake, { code: 'internal/invalid-output' }])).toBe(exitCodes.bug);
});
