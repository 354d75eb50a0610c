import { expect, it } from 'vitest';
import { formatTmpfiles } from '../../../src/text/tmpfiles.ts';

it('writes directories and symlinks a line each', () => {
  const text = formatTmpfiles([
    { kind: 'directory', path: '/a b/100%', mode: 0o700, user: 'u', group: 'g' },
    { kind: 'symlink', path: '/l', target: '../t x\\%é' },
  ]);
  expect(text).toBe('d "/a b/100%%" 0700 u g -\nL+ /l - - - - ../t\\x20x\\x5c%%é\n');
});
