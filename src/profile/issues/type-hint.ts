import type { SourceNode } from '../../diagnostics/source-tree.ts';

const truths: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  y: 'true',
  no: 'false',
  off: 'false',
  n: 'false',
};

/** What `yes`, `no`, `on` and `off` mean, in any case; undefined for other words. */
export function truthOf(word: string): string | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(truths, key) ? truths[key] : undefined;
}

/** The change that gives a value the expected type; `shown` is the value as a message may print it. */
export function typeHint(
  expected: readonly string[],
  node: SourceNode | undefined,
  shown: string,
  example: string | undefined,
): string | undefined {
  if (node === undefined) return undefined;
  const [first = ''] = expected;
  const such = example === undefined ? '' : `, such as ${example}`;
  if (node.kind !== 'scalar') return collectionHint(first, node.kind, such);
  if (node.value === null) return `give a value${such}, or remove the key`;
  if (first === 'array') return `write a list: [${shown}]`;
  if (first === 'object' || first === 'record') {
    return 'write “key: value” lines below it, indented by two more spaces';
  }
  return scalarHint(first, node.value, node.written, shown, example);
}

function scalarHint(
  expected: string,
  value: string | number | boolean,
  written: string,
  shown: string,
  example: string | undefined,
): string | undefined {
  if (expected === 'boolean' && typeof value === 'string') {
    const truth =
      truthOf(value) ?? (/^(true|false)$/i.test(value) ? value.toLowerCase() : undefined);
    return truth === undefined
      ? 'write true or false'
      : `write ${truth} without quotes: YAML 1.2 knows no other word for it`;
  }
  if (expected === 'number' && typeof value === 'string' && /^\d+$/.test(value)) {
    return `write ${value} without quotes`;
  }
  if (expected === 'int') return 'write a whole number';
  if (expected !== 'string') return undefined;
  if (example !== undefined && /^\d+\.\d+\.\d+$/.test(example)) {
    return `write the full version, major.minor.patch, such as ${example}; YAML reads ${shown} as a number`;
  }
  if (example === '0644' && /^0?o?[0-7]{3}$/.test(written)) {
    return `put it in quotes: "0${written.slice(-3)}"; YAML reads it as another number`;
  }
  return `put it in quotes: "${shown}"`;
}

function collectionHint(expected: string, kind: 'list' | 'map', such: string): string | undefined {
  if (kind === 'list' && expected === 'object') return 'remove the “-” in front of its keys';
  if (expected === 'array') return `begin each entry with “- ”${such}`;
  return kind === 'list' ? `give one value, not a list${such}` : `give one value${such}`;
}
