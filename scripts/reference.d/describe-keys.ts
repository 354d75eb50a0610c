/** What is used of a JSON Schema here. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

/** The key reference as Markdown tables, one per top-level key. */
export function describeKeys(schema: JsonSchema): string {
  const settings = Object.keys(schema.properties?.defaults?.properties ?? {});
  const sections = Object.entries(schema.properties ?? {}).map(([key, child]) => {
    const rows = rowsOf(key, child, rootRequires(schema, key)).filter(
      ({ path }) => !isRepeated(path, settings),
    );
    const note = notes[key] === undefined ? '' : `${notes[key]}\n\n`;
    return `### ${key}\n\n${note}| key | value | default | meaning |\n|---|---|---|---|\n${rows.map(formatRow).join('\n')}\n`;
  });
  return sections.join('\n');
}

const notes: Readonly<Record<string, string>> = {
  defaults: 'The same settings may stand under `roles.<role>` and at each machine.',
  machines: 'Beside these, every setting of `defaults`.',
};

interface Row {
  readonly path: string;
  readonly value: string;
  readonly fallback: string;
  readonly meaning: string;
}

function rootRequires(schema: JsonSchema, key: string): boolean {
  return (
    schema.anyOf?.some((branch) => branch.required?.includes(key) && key !== 'extends') === true
  );
}

/** Settings that `defaults` has described already. */
function isRepeated(path: string, settings: readonly string[]): boolean {
  const below = /^(?:roles\.[a-z]+|machines\[\])\.([A-Za-z]+)/.exec(path)?.[1];
  return below !== undefined && settings.includes(below);
}

function rowsOf(path: string, schema: JsonSchema, required: boolean): Row[] {
  const row = {
    path,
    value: valueText(schema),
    fallback: required ? 'required' : defaultOf(schema),
    meaning: schema.description ?? '',
  };
  return [row, ...childRows(path, schema)];
}

function childRows(path: string, schema: JsonSchema): Row[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
    rowsOf(`${path}.${key}`, child, schema.required?.includes(key) === true),
  );
  const items = schema.items === undefined ? [] : childRows(`${path}[]`, schema.items);
  return [...own, ...items, ...(schema.anyOf ?? []).flatMap((branch) => childRows(path, branch))];
}

function defaultOf(schema: JsonSchema): string {
  const value = schema.default;
  if (value === undefined || isEmpty(value)) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true` or `false`',
};

function valueText(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${each}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf !== undefined) {
    return [...new Set(schema.anyOf.map(valueText))].join(' or ');
  }
  if (schema.type === 'array') return `list of ${valueText(schema.items ?? {})}`;
  if (schema.type === 'object') return objectValue(schema);
  const example = schema.examples?.[0];
  if (example === undefined || schema.default !== undefined) {
    const types = [schema.type ?? []].flat();
    return types.map((type) => typeWords[type] ?? type).join(' or ') || 'any';
  }
  return `e.g. \`${example}\``;
}

function objectValue(schema: JsonSchema): string {
  const extra = schema.additionalProperties;
  if (typeof extra !== 'object' || schema.properties !== undefined) return 'mapping';
  return Object.keys(extra).length === 0 ? 'mapping' : `mapping to ${valueText(extra)}`;
}

function formatRow({ path, value, fallback, meaning }: Row): string {
  const cells = [`\`${path}\``, value, fallback, meaning];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
