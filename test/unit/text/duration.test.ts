import { expect, it } from 'vitest';
import { durationSeconds } from '../../../src/text/duration.ts';

it.each([
  ['1y', 31_536_000],
  ['365d', 31_536_000],
  ['1h30m', 5_400],
  ['90s', 90],
  ['0s', 0],
  ['2d1h', 176_400],
])('%s is %i seconds', (text, seconds) => expect(durationSeconds(text)).toBe(seconds));
