import { caNames } from '../plan/link.ts';
import type { KeyPair, Secrets } from './secrets.ts';
import type { SecretsReport } from './secrets-check.ts';

type Tree = Readonly<Record<string, unknown>>;

const knownKeys = [
  'version',
  'cluster',
  'cas',
  'serviceAccountKey',
  'encryptionKey',
  'bootstrapToken',
  'certificates',
  'partTokens',
];

/**
 * Gives the parsed file its type. Every part must be there but `certificates` and `partTokens` and their entries. Raises
 * pki/secrets-incomplete, pki/secrets-damaged and pki/secrets-unknown; then the result is undefined.
 */
export function shapeSecrets(
  root: Tree,
  cluster: string,
  report: SecretsReport,
): Secrets | undefined {
  const reader = new ShapeReader(report);
  reader.refuseOthers(root, knownKeys, '');
  const cas = reader.tree(root, 'cas', 'cas');
  reader.refuseOthers(cas, caNames, 'cas.');
  const certificates =
    'certificates' in root ? reader.tree(root, 'certificates', 'certificates') : {};
  const tokens = 'partTokens' in root ? reader.tree(root, 'partTokens', 'partTokens') : {};
  const secrets: Secrets = {
    version: 1,
    cluster,
    cas: {
      kubernetes: reader.pair(cas, 'kubernetes', 'cas.kubernetes'),
      etcd: reader.pair(cas, 'etcd', 'cas.etcd'),
      'front-proxy': reader.pair(cas, 'front-proxy', 'cas.front-proxy'),
    },
    serviceAccountKey: reader.text(root, 'serviceAccountKey', 'serviceAccountKey'),
    encryptionKey: reader.text(root, 'encryptionKey', 'encryptionKey'),
    bootstrapToken: reader.text(root, 'bootstrapToken', 'bootstrapToken'),
    certificates: Object.fromEntries(
      Object.keys(certificates)
        .sort()
        .map((id) => [id, reader.pair(certificates, id, `certificates."${id}"`)]),
    ),
    ...('partTokens' in root
      ? {
          partTokens: Object.fromEntries(
            Object.keys(tokens)
              .sort()
              .map((node) => [node, reader.text(tokens, node, `partTokens.${nameable(node)}`)]),
          ),
        }
      : {}),
  };
  return reader.failed ? undefined : secrets;
}

/** A key as messages show it: a long or odd one could be a secret that slipped. */
function nameable(key: string): string {
  return /^[A-Za-z-]{1,30}$/.test(key) ? key : '(an entry of another name)';
}

/** Whether the value is a mapping. */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads typed parts of a tree; what is wrong is reported and replaced by an empty value. */
class ShapeReader {
  failed = false;
  readonly #report: SecretsReport;

  constructor(report: SecretsReport) {
    this.#report = report;
  }

  tree(parent: Tree, key: string, part: string): Tree {
    const value = parent[key];
    if (isTree(value)) return value;
    this.#fail(value, part, 'a mapping');
    return {};
  }

  text(parent: Tree, key: string, part: string): string {
    const value = parent[key];
    if (typeof value === 'string') return value;
    this.#fail(value, part, 'text');
    return '';
  }

  pair(parent: Tree, key: string, part: string): KeyPair {
    const value = parent[key];
    if (!isTree(value)) {
      this.#fail(value, part, 'a mapping');
      return { certificate: '', key: '' };
    }
    this.refuseOthers(value, ['certificate', 'key'], `${part}.`);
    return {
      certificate: this.text(value, 'certificate', `${part}.certificate`),
      key: this.text(value, 'key', `${part}.key`),
    };
  }

  refuseOthers(tree: Tree, known: readonly string[], prefix: string): void {
    const { file, diagnostics } = this.#report;
    for (const key of Object.keys(tree)) {
      if (known.includes(key)) continue;
      this.failed = true;
      diagnostics.report('pki/secrets-unknown', [], { file, part: `${prefix}${nameable(key)}` });
    }
  }

  #fail(value: unknown, part: string, expected: string): void {
    const { file, diagnostics } = this.#report;
    this.failed = true;
    if (value === undefined || value === null) {
      diagnostics.report('pki/secrets-incomplete', [], { file, part });
    } else diagnostics.report('pki/secrets-damaged', [], { file, part, expected });
  }
}
