import { quantity, word } from './simple-yaml.ts';

/** Printable ASCII after at most one comment, which stands first. */
const plainText = /^(?:#[ -~’]*\n)?[\n -~]*$/;

const key = /^([a-z/][\w/.@-]{0,200}):(?: (.+))?$/i;

/** A key of these is no text to some reader. */
const otherKey = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Deeper than all that we write. */
const mostIndent = 200;

/** A token or a key that begins with a digit; by a letter other than e it is no number. */
const code = /^[1-9][\w/+=]*[a-df-z][\w/+=]*$/i;

const whole = /^(?:0|[1-9]\d{0,14})$/;

/** Text in quotes without any escape. */
const quoted = /^(?:'([^']*)'|"([^"\\]*)")$/;

/** The lines that are left, each with its indentation. */
interface Cursor {
  readonly lines: readonly { readonly indent: number; readonly text: string }[];
  at: number;
}

/**
 * One document of the YAML that `writeSimpleYaml` writes, read back as js-yaml reads it, in a part of its time.
 * Undefined for everything else, also for what is wrong: that is left to js-yaml and its positions.
 */
export function readSimpleYaml(text: string): unknown {
  if (!plainText.test(text)) return undefined;
  const lines = text.split('\n');
  if (lines.at(-1) !== '') return undefined;
  lines.pop();
  if (lines.at(-1) === '...') lines.pop();
  if (lines[0]?.startsWith('#')) lines.shift();
  const cursor = { lines: lines.map(toLine), at: 0 };
  const value = readBlock(cursor, 0);
  return cursor.at === cursor.lines.length ? value : undefined;
}

function toLine(line: string): Cursor['lines'][number] {
  const text = line.trimStart();
  return { indent: line.length - text.length, text };
}

/** A mapping or list whose lines begin at `indent`. */
function readBlock(cursor: Cursor, indent: number): unknown {
  const line = cursor.lines[cursor.at];
  if (line?.indent !== indent || indent > mostIndent) return undefined;
  return isItem(line.text) ? readList(cursor, indent) : readMapping(cursor, indent, line.text);
}

function isItem(text: string): boolean {
  return text.startsWith('- ');
}

/** `first` is the rest of the line at which the mapping begins, which may begin as an item of a list. */
function readMapping(cursor: Cursor, indent: number, first: string): unknown {
  const result: Record<string, unknown> = {};
  let text: string | undefined = first;
  while (text !== undefined) {
    const [, name = '', rest] = key.exec(text) ?? [];
    if (name === '' || otherKey.test(name) || Object.hasOwn(result, name)) return undefined;
    cursor.at += 1;
    const value = rest === undefined ? readBelow(cursor, indent) : readScalar(cursor, indent, rest);
    if (value === undefined) return undefined;
    result[name] = value;
    const next: Cursor['lines'][number] | undefined = cursor.lines[cursor.at];
    text = next?.indent === indent && !isItem(next.text) ? next.text : undefined;
  }
  return result;
}

/** The value of a key with nothing behind it: a list stands as far out as its key. */
function readBelow(cursor: Cursor, indent: number): unknown {
  const next = cursor.lines[cursor.at];
  if (next === undefined) return undefined;
  if (next.indent > indent) return readBlock(cursor, next.indent);
  return isItem(next.text) ? readBlock(cursor, indent) : undefined;
}

function readList(cursor: Cursor, indent: number): unknown {
  const result: unknown[] = [];
  let line = cursor.lines[cursor.at];
  while (line?.indent === indent && isItem(line.text)) {
    const text = line.text.slice(2);
    const value = key.test(text)
      ? readMapping(cursor, indent + 2, text)
      : readItem(cursor, indent, text);
    if (value === undefined) return undefined;
    result.push(value);
    line = cursor.lines[cursor.at];
  }
  return result;
}

function readItem(cursor: Cursor, indent: number, text: string): unknown {
  cursor.at += 1;
  return readScalar(cursor, indent, text);
}

/** A scalar behind its key or dash; its block’s lines begin at `indent`. */
function readScalar(cursor: Cursor, indent: number, text: string): unknown {
  if (text === '|' || text === '|-') return readLiteral(cursor, indent, text === '|');
  if (word.test(text) || quantity.test(text) || code.test(text)) return text;
  if (whole.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  const [, single, double] = quoted.exec(text) ?? [];
  return single ?? double;
}

/** A literal block; a line of blanks alone is left to js-yaml. */
function readLiteral(cursor: Cursor, indent: number, ended: boolean): string | undefined {
  const { lines } = cursor;
  const inner = lines[cursor.at]?.indent ?? 0;
  if (inner <= indent) return undefined;
  const read: string[] = [];
  for (let line = lines[cursor.at]; line !== undefined; line = lines[cursor.at]) {
    if (line.text === '' ? line.indent > 0 : line.indent < inner) break;
    read.push(line.text === '' ? '' : ' '.repeat(line.indent - inner) + line.text);
    cursor.at += 1;
  }
  while (read.at(-1) === '') read.pop();
  return `${read.join('\n')}${ended ? '\n' : ''}`;
}
