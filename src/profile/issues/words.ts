import type { Path } from '../../diagnostics/diagnostic.ts';
import { nodeAt } from '../../diagnostics/locate.ts';
import { redactUrl } from '../../diagnostics/redact.ts';
import type { SourceNode } from '../../diagnostics/source-tree.ts';

/** Words for the types of the schema. */
const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

export function typeWord(type: string): string {
  return typeWords[type] ?? type;
}

/** Keys whose values are secret, or may hold one. */
const secretKeys = new Set(['passwordHash', 'sshKeys', 'content']);

/** A value as a message may show it: short, without line breaks, nothing that may be secret. */
export function shownValue(path: Path, value: string): string {
  if (path.some((step) => secretKeys.has(String(step)))) return '•••';
  const line = redactUrl(value).replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

/** What was found, as a noun: `the number 1.36`, `a list`, `empty`. */
export function receivedWord(path: Path, node: SourceNode | undefined): string {
  if (node === undefined) return 'missing';
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  if (node.value === null) return 'empty';
  if (typeof node.value === 'string') return `the text “${shownValue(path, node.value)}”`;
  const kind = typeof node.value === 'number' ? 'the number ' : 'the truth value ';
  return kind + shownValue(path, node.written);
}

/** The key that a path ends with, `roles[0]` for list items. */
export function keyWord(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the profile';
  if (typeof last === 'string') return last;
  return `${keyWord(path.slice(0, -1))}[${last}]`;
}

/** Where a mapping stands: `in machine “icc-ctrl-1”`, `under network.proxy`, `at the top level`. */
export function whereWord(root: SourceNode, path: Path): string {
  if (path.length === 0) return 'at the top level';
  const [first, index, ...rest] = path;
  if (first === 'machines' && typeof index === 'number') {
    const name = nodeAt(root, ['machines', index, 'name']);
    const machine =
      name?.kind === 'scalar' && name.value !== null
        ? `machine “${shownValue([], String(name.value))}”`
        : `machine number ${index + 1}`;
    return rest.length === 0 ? `in ${machine}` : `under ${dotted(rest)} of ${machine}`;
  }
  return `under ${dotted(path)}`;
}

function dotted(path: Path): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`))
    .join('');
}
