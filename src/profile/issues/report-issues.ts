import type * as z from 'zod/v4';
import type { schemaCodes } from '../../diagnostics/codes/profile-schema.ts';
import { codes, type DiagnosticCode } from '../../diagnostics/codes.ts';
import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import { nodeAt } from '../../diagnostics/locate.ts';
import type { SourceNode } from '../../diagnostics/source-tree.ts';
import { nearest } from '../../text/nearest.ts';
import { profileSchema } from '../schema/profile.ts';
import { flattenIssues, type PlainIssue } from './flatten-issues.ts';
import { formatHint } from './format-hint.ts';
import { exampleAt, knownKeys } from './schema-walk.ts';
import { truthOf, typeHint } from './type-hint.ts';
import { nearestKey, unknownKeyHint } from './unknown-key.ts';
import { keyWord, receivedWord, shownValue, typeWord, whereWord } from './words.ts';

interface Context {
  readonly root: SourceNode;
  readonly diagnostics: Collector;
  /** Missing keys that an unknown neighbour was probably meant to be, as joined paths. */
  readonly mistyped: ReadonlySet<string>;
}

/** Reports zod's issues under the codes of src/diagnostics/codes/profile-schema.ts. */
export function reportIssues(
  issues: readonly z.core.$ZodIssue[],
  root: SourceNode,
  diagnostics: Collector,
): void {
  const plain = flattenIssues(issues);
  const mistyped = new Set(
    plain.flatMap((issue) => {
      if (issue.kind !== 'unknown-keys') return [];
      return issue.keys.map((key) => [...issue.path, nearestKey(issue.path, key)].join('\n'));
    }),
  );
  const context = { root, diagnostics, mistyped };
  for (const issue of plain) reportIssue(issue, context);
}

function reportIssue(issue: PlainIssue, context: Context): void {
  const node = nodeAt(context.root, issue.path);
  if (issue.kind === 'unknown-keys') reportUnknownKeys(issue.path, issue.keys, context);
  else if (node === undefined) reportMissing(issue.path, context);
  else if (issue.kind === 'type') reportType(issue.path, issue.expected, node, context);
  else if (issue.kind === 'value') reportValue(issue, node, context);
  else if (issue.kind === 'range') reportRange(issue, node, context);
  else reportFormat(issue, node, context);
}

function reportUnknownKeys(path: Path, keys: readonly string[], context: Context): void {
  for (const key of keys) {
    const args = {
      key: shownValue([], key),
      where: whereWord(context.root, path),
      hint: unknownKeyHint(path, key),
    };
    context.diagnostics.report('profile/unknown-key', [...path, key], args, { onKey: true });
  }
}

function reportMissing(path: Path, { root, diagnostics, mistyped }: Context): void {
  if (mistyped.has(path.join('\n'))) return;
  const args = {
    key: keyWord(path),
    where: whereWord(root, path.slice(0, -1)),
    example: exampleAt(profileSchema, path),
  };
  diagnostics.report('profile/missing-key', path, args, { onKey: true });
}

function reportType(
  path: Path,
  expected: readonly string[],
  node: SourceNode,
  { diagnostics }: Context,
): void {
  const shown = node.kind === 'scalar' ? shownValue(path, node.written) : '';
  diagnostics.report('profile/invalid-type', path, {
    key: keyWord(path),
    expected: [...new Set(expected.map(typeWord))].join(' or '),
    received: receivedWord(path, node),
    hint: typeHint(expected, node, shown, exampleAt(profileSchema, path)),
  });
}

function reportRange(
  { path, origin, range }: PlainIssue & { kind: 'range' },
  node: SourceNode,
  { diagnostics }: Context,
): void {
  const key = keyWord(path);
  if (origin === 'array') {
    diagnostics.report('profile/too-few', path, { key, minimum: 1 });
    return;
  }
  const value = node.kind === 'scalar' ? shownValue(path, node.written) : '';
  diagnostics.report('profile/out-of-range', path, { key, value, range });
}

function reportValue(
  issue: PlainIssue & { kind: 'value' },
  node: SourceNode,
  context: Context,
): void {
  const { path, values, orTypes } = issue;
  if (node.kind !== 'scalar' || node.value === null) {
    const types = [...new Set([...values.map((value) => typeof value), ...orTypes])];
    reportType(path, types, node, context);
    return;
  }
  const words = values.map(String);
  const truths = orTypes.includes('boolean') ? ['true', 'false'] : [];
  const others = orTypes
    .filter((type) => type !== 'boolean')
    .map((type) => (type === 'object' ? mappingWord(path) : typeWord(type)));
  const value = shownValue(path, node.written);
  context.diagnostics.report('profile/invalid-value', path, {
    key: keyWord(path),
    value,
    allowed: [...truths, ...words, ...others],
    nearest: truths.length > 0 && truthOf(value) ? truthOf(value) : nearestOther(value, words),
  });
}

function mappingWord(path: Path): string {
  return `{ ${knownKeys(profileSchema, path)
    .map((key) => `${key}: …`)
    .join(', ')} }`;
}

function nearestOther(value: string, words: readonly string[]): string | undefined {
  return words.includes(value) ? undefined : nearest(value, words);
}

type FormatCode = Exclude<
  Extract<DiagnosticCode, keyof typeof schemaCodes & `profile/invalid-${string}`>,
  'profile/invalid-type' | 'profile/invalid-value'
>;

function reportFormat(
  { path, params, onKey }: PlainIssue & { kind: 'format' },
  node: SourceNode,
  { diagnostics }: Context,
): void {
  const code = formatCode(params.code);
  const written = onKey ? keyWord(path) : node.kind === 'scalar' ? node.written : '';
  const value = shownValue(onKey ? [] : path, written);
  const example = String(params.example ?? '');
  const expected = String(params.expected ?? 'something else');
  const hint = formatHint(code, value, example);
  diagnostics.report(code, path, { value, expected, hint }, { onKey });
}

function formatCode(code: unknown): FormatCode {
  return typeof code === 'string' && isFormatCode(code) ? code : 'profile/invalid-format';
}

function isFormatCode(code: string): code is FormatCode {
  return Object.hasOwn(codes, code) && code.startsWith('profile/invalid-');
}
