/** A string as js-yaml writes it as the value of a key, with our options. */
type DumpText = (text: string) => string;

/** What every reader takes for text without quotes: a name, a path, a flag with its value, a command. */
export const word =
  /^(?!(?:y|n|yes|no|on|off|true|false|null)$)(?:--)?[a-z/](?:[\w/.=,@*?+|-]|:(?=[\w/])| (?=[\w/|-]))*$/i;

/** An IPv4 address or network, or a quantity that is no number by its unit. */
export const quantity = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?|[1-9]\d*(?:m|s|Mi|Gi))$/;

/** Text that would be read as a number (also permission bits) or a boolean. */
const quoted = /^(?:0[0-7]{3}|[1-9]\d*|true|false|)$/;

/** Lines of printable ASCII that make a literal block without an indentation indicator. */
const lines = /^(?!(?:---|\.\.\.)\s)[!-~][ -~]*\n(?:[ -~\n]*[!-~]\n?)?$/;

/**
 * The YAML of a mapping or list, byte for byte as `dump` writes it, in a part of its time: nearly all that we write
 * are words, numbers and lines, which need none of its rules. Other strings are left to `dump`. Undefined when the
 * whole has to be: a key is no word, a value is of no JSON type or no whole number, a text ends in an empty line.
 */
export function writeSimpleYaml(value: unknown, dump: DumpText): string | undefined {
  return isFilled(value) && isSimple(value) ? `${writeBlock(value, '', dump)}\n` : undefined;
}

function isSimple(value: unknown): boolean {
  if (typeof value === 'string') return value !== '\n' && !value.endsWith('\n\n');
  if (typeof value === 'boolean' || value === null || isWhole(value)) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isSimple);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return entriesOf(value).every(([key, item]) => isKey(key) && isSimple(item));
}

/** A longer key would be written in another way. */
function isKey(text: string): boolean {
  return word.test(text) && text.length < 1024;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function isFilled(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item) => item !== undefined);
}

/** A mapping or list, with its first line's indentation and its last line's end left to the caller. */
function writeBlock(value: object, indent: string, dump: DumpText): string {
  if (Array.isArray(value)) {
    return value.map((item) => `- ${writeItem(item, indent, dump)}`).join(`\n${indent}`);
  }
  return entriesOf(value)
    .map(([key, item]) => `${key}:${writeValue(item, indent, dump)}`)
    .join(`\n${indent}`);
}

function writeItem(item: unknown, indent: string, dump: DumpText): string {
  if (isFilled(item)) return writeBlock(item, `${indent}  `, dump);
  return writeScalar(item, indent, dump);
}

/** The value of a key: a list stands as far out as its key. */
function writeValue(value: unknown, indent: string, dump: DumpText): string {
  if (!isFilled(value)) return ` ${writeScalar(value, indent, dump)}`;
  const inner = Array.isArray(value) ? indent : `${indent}  `;
  return `\n${inner}${writeBlock(value, inner, dump)}`;
}

function writeScalar(value: unknown, indent: string, dump: DumpText): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  if (typeof value !== 'string') return String(value);
  if (word.test(value) || quantity.test(value)) return value;
  if (quoted.test(value)) return `'${value}'`;
  const text = lines.test(value) ? literalBlock(value) : dump(value);
  return indent === '' ? text : text.replaceAll(/\n(?=[^\n])/g, `\n${indent}`);
}

/** Zero may be the negative one. */
function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function literalBlock(text: string): string {
  const ended = text.endsWith('\n');
  const body = ended ? text.slice(0, -1) : text;
  return `${ended ? '|' : '|-'}\n  ${body.replaceAll(/\n(?=[^\n])/g, '\n  ')}`;
}
