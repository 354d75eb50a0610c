import type { CaPair, KeyPair } from './secrets.ts';
import type { SecretsReport } from './secrets-check.ts';

/** A mapping of the parsed file. */
export type Tree = Readonly<Record<string, unknown>>;

/** Whether the value is a mapping. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key as messages show it: a long or odd one could be a secret that slipped. */
function nameable(key: string): string {
  return /^[A-Za-z-]{1,30}$/.test(key) ? key : '(an entry of another name)';
}

/** Reads typed parts of a tree; what is wrong is reported and replaced by an empty value. */
export class ShapeReader {
  failed = false;
  readonly #report: SecretsReport;

  constructor(report: SecretsReport) {
    this.#report = report;
  }

  tree(parent: Tree, key: string, part: string): Tree {
    const value = parent[key];
    if (isTree(value)) return value;
    this.fail(value, part, 'a mapping');
    return {};
  }

  /** The entries of a mapping that may be missing, sorted by key, each read by `read`. */
  entries<Value>(
    parent: Tree,
    key: string,
    part: string,
    read: (tree: Tree, name: string, part: string) => Value,
  ): Record<string, Value> | undefined {
    if (!(key in parent)) return undefined;
    const tree = this.tree(parent, key, part);
    const names = Object.keys(tree).sort();
    return Object.fromEntries(names.map((name) => [name, read(tree, name, `${part}."${name}"`)]));
  }

  text(parent: Tree, key: string, part: string): string {
    const value = parent[key];
    if (typeof value === 'string') return value;
    this.fail(value, part, 'text');
    return '';
  }

  list(parent: Tree, key: string, part: string): readonly unknown[] {
    const value = parent[key];
    if (Array.isArray(value)) return value;
    this.fail(value, part, 'a list');
    return [];
  }

  pair(parent: Tree, key: string, part: string): KeyPair {
    const tree = parent[key];
    if (!isTree(tree)) {
      this.fail(tree, part, 'a mapping');
      return { certificate: '', key: '' };
    }
    this.refuseOthers(tree, ['certificate', 'key'], `${part}.`);
    return {
      certificate: this.text(tree, 'certificate', `${part}.certificate`),
      key: this.text(tree, 'key', `${part}.key`),
    };
  }

  /** A CA: as a pair, perhaps with what is above it. */
  ca(parent: Tree, key: string, part: string): CaPair {
    const tree = parent[key];
    if (!isTree(tree) || !('chain' in tree)) return this.pair(parent, key, part);
    const { chain: _, ...rest } = tree;
    const pair = this.pair({ [key]: rest }, key, part);
    return { ...pair, chain: this.text(tree, 'chain', `${part}.chain`) };
  }

  refuseOthers(tree: Tree, known: readonly string[], prefix: string): void {
    const { file, diagnostics } = this.#report;
    for (const key of Object.keys(tree)) {
      if (known.includes(key)) continue;
      this.failed = true;
      diagnostics.report('pki/secrets-unknown', [], { file, part: `${prefix}${nameable(key)}` });
    }
  }

  fail(value: unknown, part: string, expected: string): void {
    const { file, diagnostics } = this.#report;
    this.failed = true;
    if (value === undefined || value === null) {
      diagnostics.report('pki/secrets-incomplete', [], { file, part });
    } else diagnostics.report('pki/secrets-damaged', [], { file, part, expected });
  }
}
