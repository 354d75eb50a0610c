import { formatExec } from './systemd-exec.ts';

/**
 * One setting. A list of strings is a command, one argument each (see `formatExec`); a string stands as it is,
 * so that specifiers such as `%i` work: use `escapeSpecifiers` for text that is not ours.
 */
export type UnitEntry = readonly [
  key: string,
  value: string | number | boolean | readonly string[],
];

/** A section with its settings in order; a key may come several times. */
export interface UnitSection {
  readonly name: string;
  readonly entries: readonly UnitEntry[];
}

/**
 * The text of a systemd unit, drop-in or networkd file (systemd.syntax(7)), also of a NetworkManager keyfile.
 * Throws a TypeError on a key, section or value that would not stay on its line: newlines are allowed only
 * after a continuation backslash, as `formatExec` writes them.
 */
export function formatUnit(sections: readonly UnitSection[]): string {
  return sections.map(formatSection).join('\n');
}

/** `text` with `%` doubled, so that systemd does not take it for a specifier. */
export function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%');
}

function formatSection({ name, entries }: UnitSection): string {
  if (!/^[A-Za-z0-9 _-]+$/.test(name)) throw new TypeError(`not a unit section: ${name}`);
  return [`[${name}]`, ...entries.map(formatEntry), ''].join('\n');
}

function formatEntry([key, value]: UnitEntry): string {
  if (!/^[A-Za-z0-9._-]+$/.test(key)) throw new TypeError(`not a unit key: ${key}`);
  return `${key}=${formatValue(key, value)}`;
}

function formatValue(key: string, value: UnitEntry[1]): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return formatExec(value);
  const joined = value.replaceAll(/ \\\n(?=[^\n])/g, ' ');
  const stray = [...joined].some((character) => character < ' ' && character !== '\t');
  if (stray || joined.endsWith('\\') || joined !== joined.trim()) {
    throw new TypeError(`the value of ${key} does not stay on its line`);
  }
  return value;
}
