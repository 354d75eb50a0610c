import { DEFAULT_SCALAR_STYLE_RULES, type DumpOptions, dump, SCALAR_STYLE } from 'js-yaml';
import { remember } from './remember.ts';
import { writeSimpleYaml } from './simple-yaml.ts';

type StyleRule = NonNullable<DumpOptions['scalarStyleRules']>[number];

/**
 * What js-yaml leaves plain and a reader of YAML 1.1 stumbles over: document markers with text after them,
 * and numbers without digits, on which PyYAML's own constructor fails or which are read as NaN.
 */
const misread = /^(?:---|\.\.\.)(?:\s|$)|^[-+]?(?:0[bx]|\.)_*$/i;

const quoteMisread: StyleRule = (layout) => {
  if (layout.style !== SCALAR_STYLE.PLAIN) return;
  if (misread.test(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
};

const options: DumpOptions = {
  lineWidth: -1,
  noRefs: true,
  seqNoIndent: true,
  scalarStyleRules: [quoteMisread, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
};

/**
 * One YAML document that PyYAML (YAML 1.1), Kubernetes and YAML 1.2 readers all read back as `value`: strings
 * that one of them would take for something else are quoted, text of several lines is a literal block, nothing
 * is folded, nothing is an alias. Keys keep their order; properties that are `undefined` are left out. Throws
 * on what YAML cannot carry (functions, lone surrogates).
 */
export function toYaml(value: unknown): string {
  return writeSimpleYaml(value, dumpText) ?? dumpYaml(value);
}

/** A string as the value of a key, since a document's own scalar follows other rules. Machines have many in common. */
const dumpText = remember((text) => dumpYaml({ key: text }).slice('key: '.length, -1), 64);

/** The same by js-yaml alone. */
export function dumpYaml(value: unknown): string {
  return dump(withoutUndefined(value), options);
}

/** Several YAML documents in one text, parted by `---`, for `kubectl apply -f`. */
export function toYamlDocuments(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

function withoutUndefined(value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new TypeError('a string with a lone surrogate cannot be written as YAML');
  }
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutUndefined(item)]));
}
