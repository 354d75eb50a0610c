import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFiles } from '../../scripts/reference.ts';
import { codes } from '../../src/diagnostics/codes.ts';

const root = join(import.meta.dirname, '../..');

describe('what is generated from the code is up to date (node scripts/reference.ts)', () => {
  it.each([...referenceFiles()])('%s', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});

describe('docs/diagnostics.md', () => {
  it('has a heading for every code and no other', () => {
    const text = readFileSync(join(root, 'docs/diagnostics.md'), 'utf8');
    const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, code]) => code);
    expect(headings.sort()).toEqual(Object.keys(codes).sort());
  });

  it('says in a sentence when each code is reported', () => {
    for (const { doc } of Object.values(codes)) expect(doc).toMatch(/^\S.{20,}[.)]$/s);
  });
});
