import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitExec } from '../../../src/text/split-exec.ts';
import { formatExec } from '../../../src/text/systemd-exec.ts';

test('gives back what formatExec was given, whatever it holds', () => {
  const argument = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(argument), (args) => {
      const line = formatExec(['/bin/program', ...args]).replaceAll(' \\\n', ' ');
      expect(splitExec(line)).toEqual(['/bin/program', ...args]);
    }),
  );
});

test('reads what people write: prefixes and single quotes', () => {
  expect(splitExec('-/bin/echo \'two words\'  a"b c"d')).toEqual([
    '/bin/echo',
    'two words',
    'ab cd',
  ]);
});
