import { load, YAMLException } from 'js-yaml';
import type { Collector } from '../diagnostics/collector.ts';
import { toYaml } from '../text/yaml.ts';
import type { KeyPair, Secrets } from './secrets.ts';
import { checkSecrets, type SecretsReport } from './secrets-check.ts';
import { isTree, shapeSecrets } from './secrets-shape.ts';

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

/** js-yaml, as its own output is read: six times as fast as the profile's parser, which keeps positions. */
function readYaml(text: string, { file, diagnostics }: SecretsReport): unknown {
  try {
    return load(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    const place = { line: line + 1, column: column + 1 };
    diagnostics.report('pki/secrets-not-yaml', [], { file, ...place });
    return undefined;
  }
}

/** The text of the secrets file: fixed order, certificates sorted by id, so that equal secrets are equal bytes. */
export function serializeSecrets(secrets: Secrets): string {
  const { cas, certificates } = secrets;
  return toYaml({
    version: secrets.version,
    cluster: secrets.cluster,
    cas: {
      kubernetes: pairOf(cas.kubernetes),
      etcd: pairOf(cas.etcd),
      'front-proxy': pairOf(cas['front-proxy']),
    },
    serviceAccountKey: secrets.serviceAccountKey,
    encryptionKey: secrets.encryptionKey,
    bootstrapToken: secrets.bootstrapToken,
    certificates: Object.fromEntries(
      Object.entries(certificates)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, pair]) => [id, pairOf(pair)]),
    ),
    ...(secrets.partTokens === undefined ? {} : { partTokens: sortKeys(secrets.partTokens) }),
  });
}

function sortKeys(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pairOf({ certificate, key }: KeyPair): KeyPair {
  return { certificate, key };
}
