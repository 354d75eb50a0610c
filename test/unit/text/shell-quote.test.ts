import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { quoteShell, quoteShellCommand } from '../../../src/text/shell-quote.ts';
import { nastyTexts } from '../../fixtures/machine.ts';

it('leaves plain words alone', () => {
  expect(quoteShellCommand(['rm', '-f', '/a/b_c.d', ''])).toBe("rm -f /a/b_c.d ''");
  expect(quoteShell('~')).toBe("'~'");
});

it('gives a real shell exactly the words', () => {
  const words = nastyTexts.filter((text) => !text.includes('\0'));
  const script = `printf '%s\\0' ${quoteShellCommand(words)}`;
  const answer = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
  expect(answer.split('\0').slice(0, -1)).toEqual(words);
});

it('refuses a NUL', () => {
  expect(() => quoteShell('a\0')).toThrow(TypeError);
});
