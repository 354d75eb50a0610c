import { load, YAMLException } from 'js-yaml';
import type { Collector } from '../diagnostics/collector.ts';
import { readSimpleYaml } from '../text/read-simple-yaml.ts';
import { toYaml } from '../text/yaml.ts';
import type { CaPair, KeyPair, Secrets } from './secrets.ts';
import { checkSecrets, type SecretsReport } from './secrets-check.ts';
import { shapeSecrets } from './secrets-shape.ts';
import { isTree } from './shape-reader.ts';

/**
 * Reads a secrets file and checks it against itself. Whatever is damaged is reported (pki/secrets-…, all of it
 * at once, without any value of the file), and then the result is undefined. Missing leaf certificates are no
 * damage: `prepareSecrets` completes them.
 */
export function parseSecrets(
  text: string,
  options: { readonly cluster: string; readonly file: string; readonly diagnostics: Collector },
): Secrets | undefined {
  const { cluster, file, diagnostics } = options;
  let healthy = true;
  const report: SecretsReport = {
    file,
    diagnostics: {
      report: (...args) => {
        healthy = false;
        diagnostics.report(...args);
      },
    },
  };
  const secrets = readSecrets(text, cluster, report);
  if (secrets !== undefined) checkSecrets(secrets, report);
  return healthy ? secrets : undefined;
}

function readSecrets(text: string, cluster: string, report: SecretsReport): Secrets | undefined {
  const { file, diagnostics } = report;
  if (isCutOff(text)) {
    diagnostics.report('pki/secrets-cut-off', [], { file });
    return undefined;
  }
  const root = readYaml(text, report);
  if (root === undefined) return undefined;
  if (!isTree(root) || root.version !== 1) {
    diagnostics.report('pki/secrets-version', [], { file });
    return undefined;
  }
  if (root.cluster !== cluster) {
    diagnostics.report('pki/secrets-other-cluster', [], { file, cluster });
    return undefined;
  }
  return shapeSecrets(root, cluster, report);
}

/** What is not as we write it is read, and what is wrong is placed, by js-yaml. */
function readYaml(text: string, { file, diagnostics }: SecretsReport): unknown {
  try {
    return readSimpleYaml(text) ?? load(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    const place = { line: line + 1, column: column + 1 };
    diagnostics.report('pki/secrets-not-yaml', [], { file, ...place });
    return undefined;
  }
}

/** The text of the secrets file: fixed order, entries sorted by name, so that equal secrets are equal bytes. */
export function serializeSecrets(secrets: Secrets): string {
  const { cas } = secrets;
  const body = toYaml({
    version: secrets.version,
    cluster: secrets.cluster,
    recipients: secrets.recipients,
    cas: {
      kubernetes: caOf(cas.kubernetes),
      etcd: caOf(cas.etcd),
      'front-proxy': caOf(cas['front-proxy']),
    },
    serviceAccountKey: secrets.serviceAccountKey,
    encryptionKey: secrets.encryptionKey,
    bootstrapToken: secrets.bootstrapToken,
    etcd: secrets.etcd && {
      founders: secrets.etcd.founders,
      joined: sorted(secrets.etcd.joined, (members) => members),
    },
    generations: sorted(secrets.generations, (generation) => generation),
    rotations: sorted(secrets.rotations, ({ stage, other, certificates }) => ({
      stage,
      other: typeof other === 'string' ? other : caOf(other),
      certificates: sorted(certificates, pairOf),
    })),
    certificates: sorted(secrets.certificates, pairOf),
    partTokens: sorted(secrets.partTokens, (token) => token),
    retired: sorted(secrets.retired, (pairs) => pairs.map(pairOf)),
  });
  return `${firstLine}\n${body}${lastLine}\n`;
}

/** With it, and without `lastLine` at its end, a file was cut off. Older files have neither. */
const firstLine = '# The only copy of the cluster’s keys. The last line is three dots.';
const lastLine = '...';

function isCutOff(text: string): boolean {
  return text.startsWith(firstLine) && !text.trimEnd().endsWith(`\n${lastLine}`);
}

function sorted<Value, Written>(
  entries: Readonly<Record<string, Value>> | undefined,
  write: (value: Value) => Written,
): Record<string, Written> | undefined {
  if (entries === undefined) return undefined;
  const rows = Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(rows.map(([name, value]) => [name, write(value)]));
}

function pairOf({ certificate, key }: KeyPair): KeyPair {
  return { certificate, key };
}

function caOf({ certificate, key, chain }: CaPair): CaPair {
  return { certificate, key, ...(chain === undefined ? {} : { chain }) };
}
