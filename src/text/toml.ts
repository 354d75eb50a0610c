/** What `toToml` writes: tables, arrays of scalars, and scalars. Numbers are integers. */
export type TomlScalar = string | number | boolean;
export type TomlValue = TomlScalar | readonly TomlScalar[] | TomlTable;
export interface TomlTable {
  readonly [key: string]: TomlValue | undefined;
}

/**
 * TOML 1.0 text of a table, keys in the given order, nested tables as `[a."b/c".d]` headers after the plain
 * values of their parent, as containerd's config.toml has them. `undefined` is left out. Throws a TypeError on
 * a number that is no integer.
 */
export function toToml(table: TomlTable): string {
  return formatTable([], table).join('\n\n').concat('\n');
}

function formatTable(path: readonly string[], table: TomlTable): string[] {
  const entries = Object.entries(table).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const own = entries.flatMap(([key, value]) =>
    isTable(value) ? [] : [`${formatKey(key)} = ${formatValue(value)}`],
  );
  const nested = entries.flatMap(([key, value]) =>
    isTable(value) ? formatTable([...path, key], value) : [],
  );
  const header = path.length === 0 ? [] : [`[${path.map(formatKey).join('.')}]`];
  const block = own.length > 0 || nested.length === 0 ? [...header, ...own] : [];
  return block.length === 0 ? nested : [block.join('\n'), ...nested];
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value);
}

function formatKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : formatString(key);
}

function formatValue(value: TomlScalar | readonly TomlScalar[]): string {
  if (typeof value === 'object') return `[${value.map(formatValue).join(', ')}]`;
  if (typeof value === 'string') return formatString(value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`not an integer: ${value}`);
  }
  return String(value);
}

/** A basic string: the escapes of JSON are also TOML's; DEL must be escaped too. */
function formatString(text: string): string {
  return JSON.stringify(text).replaceAll('\x7f', '\\u007F');
}
