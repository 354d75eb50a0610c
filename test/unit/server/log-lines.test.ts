import { expect, it, vi } from 'vitest';
import { openLog } from '../../../src/server/log-lines.ts';

it('hands lines on together, whole and in order', () => {
  vi.useFakeTimers();
  const written: string[] = [];
  const log = openLog((text) => void written.push(text));
  log.write('one\n');
  log.write('two\n');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(written).toEqual(['one\ntwo\n']);
  log.write(`${'x'.repeat(16 * 1024)}\n`);
  expect(written).toHaveLength(2);
  log.write('last\n');
  log.flush();
  log.flush();
  expect(written.slice(2)).toEqual(['last\n']);
  vi.useRealTimers();
});
