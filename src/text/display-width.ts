/**
 * Columns that `text` takes in a terminal when it starts at column `start` (from 0): a tab goes to the next
 * multiple of `tabSize`, wide characters (East Asian W and F, emoji) take two, combining marks none.
 */
export function displayWidth(text: string, start = 0, tabSize = 4): number {
  if (isPlain(text)) return text.length;
  let column = start;
  for (const character of text) {
    if (character === '\t') column += tabSize - (column % tabSize);
    else column += characterWidth(character);
  }
  return column - start;
}

/** `text` with every tab replaced by the spaces it stands for, and control characters by a dot. */
export function expandTabs(text: string, tabSize = 4): string {
  if (isPlain(text)) return text;
  let out = '';
  let column = 0;
  for (const character of text) {
    const width = displayWidth(character, column, tabSize);
    column += width;
    if (character === '\t') out += ' '.repeat(width);
    else out += /\p{Cc}/u.test(character) ? '·' : character;
  }
  return out;
}

/** Whether every character takes one column. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Ranges of wide characters, after UAX #11. */
const wide = new RegExp(
  '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf' +
    '\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6' +
    '\\u{1f300}-\\u{1f64f}\\u{1f680}-\\u{1f6ff}\\u{1f900}-\\u{1f9ff}\\u{20000}-\\u{3fffd}]',
  'u',
);

function characterWidth(character: string): number {
  if (/\p{Cc}/u.test(character)) return 1;
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
