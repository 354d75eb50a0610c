import type { Path } from '../../diagnostics/diagnostic.ts';
import type { SourceMap, SourceNode } from '../../diagnostics/source-tree.ts';

/** A place in a profile that names a file beside it. */
export interface Reference {
  readonly path: Path;
  readonly file: string;
}

type Step = string | number;
type Pattern = readonly (string | '*')[];

/** Where the language names files; `*` stands for every list item. */
const patterns: readonly Pattern[] = [
  ['extends'],
  ['network', 'plugin', 'manifest'],
  ['kubernetes', 'apiServer', 'audit', 'policy', 'file'],
  ['kubernetes', 'apiServer', 'authenticationWebhook', 'caFile'],
  ...['kubernetes', 'etcd', 'frontProxy'].flatMap((ca): Pattern[] => [
    ['pki', 'ca', ca, 'certificate'],
    ['pki', 'ca', ca, 'key'],
  ]),
  ['addons', '*', 'manifest'],
  ['target', 'store', 'caFile'],
  ['defaults', 'files', '*', 'source'],
  ['roles', 'etcd', 'files', '*', 'source'],
  ['roles', 'controller', 'files', '*', 'source'],
  ['roles', 'worker', 'files', '*', 'source'],
  ['roles', 'frontend', 'files', '*', 'source'],
  ['machines', '*', 'files', '*', 'source'],
];

/** Whether a name stays beside or below the profile; others are never read. */
export function isSafeReference(file: string): boolean {
  const parts = file.split('/');
  return !/\p{Cc}/u.test(file) && parts.every((part) => part !== '' && part !== '..');
}

/** Every file that the profile names, with its place; names that lead out of its directory are left out. */
export function referencesIn(root: SourceMap): Reference[] {
  return patterns.flatMap((pattern) =>
    match(root, pattern, []).filter(({ file }) => isSafeReference(file)),
  );
}

/** The tree with every file name put below `directory` (which ends in `/`, or is empty). */
export function rebaseReferences(root: SourceMap, directory: string): SourceMap {
  if (directory === '') return root;
  let rebased: SourceNode = root;
  for (const { path, file } of referencesIn(root)) {
    rebased = replaceScalar(rebased, path, directory + file);
  }
  return rebased.kind === 'map' ? rebased : root;
}

function match(node: SourceNode | undefined, pattern: Pattern, path: readonly Step[]): Reference[] {
  const [step, ...rest] = pattern;
  if (node === undefined) return [];
  if (step === undefined) {
    const isText = node.kind === 'scalar' && typeof node.value === 'string';
    return isText ? [{ path, file: String(node.value) }] : [];
  }
  if (step === '*') {
    if (node.kind !== 'list') return [];
    return node.items.flatMap((item, index) => match(item, rest, [...path, index]));
  }
  if (node.kind !== 'map') return [];
  return match(node.entries.get(step)?.value, rest, [...path, step]);
}

function replaceScalar(node: SourceNode, path: Path, value: string): SourceNode {
  const [step, ...rest] = path;
  if (step === undefined) return node.kind === 'scalar' ? { ...node, value } : node;
  if (node.kind === 'list') {
    const items = node.items.map((item, index) =>
      index === step ? replaceScalar(item, rest, value) : item,
    );
    return { ...node, items };
  }
  if (node.kind !== 'map') return node;
  const entry = node.entries.get(String(step));
  if (entry === undefined) return node;
  const replaced = { ...entry, value: replaceScalar(entry.value, rest, value) };
  return { ...node, entries: new Map(node.entries).set(String(step), replaced) };
}
