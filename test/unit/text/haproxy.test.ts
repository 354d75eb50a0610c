import { expect, test } from 'vitest';
import { formatHaproxy } from '../../../src/text/haproxy.ts';

test('sections are parted by an empty line, words by a space', () => {
  const text = formatHaproxy([
    { head: ['global'], lines: [['maxconn', 10]] },
    { head: ['frontend', 'api'], lines: [['bind', ':443']] },
  ]);
  expect(text).toBe('global\n    maxconn 10\n\nfrontend api\n    bind :443\n');
});

test('a word with anything special is quoted strongly', () => {
  const line = (word: string) => formatHaproxy([{ head: [word], lines: [] }]);
  expect(line('a b')).toBe("'a b'\n");
  expect(line('$HOME#x')).toBe("'$HOME#x'\n");
  expect(line("it's")).toBe("'it'\\''s'\n");
  expect(line('')).toBe("''\n");
});

test('a control character is refused', () => {
  expect(() => formatHaproxy([{ head: ['a\nb'], lines: [] }])).toThrow(TypeError);
});
