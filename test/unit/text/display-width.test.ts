import { describe, expect, it } from 'vitest';
import { displayWidth, expandTabs } from '../../../src/text/display-width.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['\t', 4],
    ['ab\t', 4],
    ['abcd\t', 8],
    ['日本', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['🚀', 2],
    ['ü', 1],
  ])('%j takes %i columns', (text, width) => expect(displayWidth(text)).toBe(width));

  it('counts tabs from where the text begins', () => expect(displayWidth('\t', 3)).toBe(1));
});

describe('expandTabs', () => {
  it('keeps columns', () => expect(expandTabs('a\tb')).toBe('a   b'));
  it('shows no control characters', () => expect(expandTabs('\u001b[31mred')).toBe('·[31mred'));
});
