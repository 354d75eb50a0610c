import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitExec } from '../../../src/text/split-exec.ts';
import { formatExec } from '../../../src/text/systemd-exec.ts';

test('gives back what formatExec was given, whatever it holds', () => {
  const argument = fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: fc.constantFrom(...'ax \n"\'\\$%;|'), minLength: 1 }),
    )
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

test.each([
  ['every prefix', '@-:+!|/bin/echo one', ['/bin/echo', 'one']],
  ['a space by its escape', '/bin/echo two\\swords "\\s"', ['/bin/echo', 'two words', ' ']],
  ['the other escapes', '/bin/echo \\a\\b\\f\\v\\t\\u00e9', ['/bin/echo', '\x07\b\f\v\té']],
  ['an escaped backslash before a letter', '/bin/echo \\\\u00e9', ['/bin/echo', '\\u00e9']],
  [
    'quotes of the other kind',
    `/bin/sh -c 'say "hi"' "it's"`,
    ['/bin/sh', '-c', 'say "hi"', "it's"],
  ],
  ['an escaped quote', String.raw`/bin/echo a\"b"c d"`, ['/bin/echo', 'a"bc d']],
])('reads %s', (_, line, words) => {
  expect(splitExec(line)).toEqual(words);
});
