import { expect, it } from 'vitest';
import { openNeighbours } from '../../../src/server/neighbours.ts';

const table = (mac: string) =>
  [
    'IP address       HW type     Flags       HW address            Mask     Device',
    `10.0.0.11        0x1         0x2         ${mac}     *        eth0`,
    '10.0.0.12        0x1         0x0         00:00:00:00:00:00     *        eth0',
    '',
  ].join('\n');

it('believes an entry for a second, never where it has to be fresh, and a missing one never', () => {
  let [now, text, reads] = [0, table('52:54:00:00:00:0A'), 0];
  const macOf = openNeighbours(
    () => now,
    () => {
      reads += 1;
      return text;
    },
  );
  expect(macOf('10.0.0.11')).toBe('52:54:00:00:00:0a');
  text = table('52:54:00:00:00:0B');
  now = 999;
  expect([macOf('10.0.0.11'), reads]).toEqual(['52:54:00:00:00:0a', 1]);
  expect(macOf('10.0.0.11', true)).toBe('52:54:00:00:00:0b');
  now = 5000;
  expect([macOf('10.0.0.11'), reads]).toEqual(['52:54:00:00:00:0b', 3]);
  expect([macOf('10.0.0.12'), macOf('10.0.0.12'), reads]).toEqual([undefined, undefined, 5]);
});
