import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { unifiedDiff } from '../../src/text/unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('patch(1) makes the one text of the other', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '', 'key: value'), { maxLength: 30 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      const path = join(folder, 'text');
      writeFileSync(path, before);
      const diff = ['--- a', '+++ b', ...unifiedDiff(before, after), ''].join('\n');
      const patched = spawnSync('patch', ['-s', '-F', '0', '-o', '-', path], {
        input: diff,
        encoding: 'utf8',
      });
      expect(patched.status, diff + patched.stderr + patched.error).toBe(0);
      expect(patched.stdout).toBe(after);
    }),
    { numRuns: 40 },
  );
});
