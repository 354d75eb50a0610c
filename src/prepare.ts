import type { Collector } from './diagnostics/collector.ts';
import { listCertificates } from './pki/certificates.ts';
import { checkOwnCasStored } from './pki/check-own-ca.ts';
import { checkStored } from './pki/check-stored.ts';
import { nodesWithToken, partTokenName } from './pki/part-tokens.ts';
import type { Secrets } from './pki/secrets.ts';
import type { Instant } from './pki/validity.ts';
import type { Cluster } from './plan/cluster.ts';

/** What `prepareSecrets` starts from. `existing` comes from `parseSecrets`; `now` is the clock. */
export interface PrepareInput {
  readonly cluster: Cluster;
  readonly existing: Secrets | undefined;
  readonly now: Instant;
  readonly diagnostics: Collector;
}

/** Complete secrets, and the names of those that are new: `ca/etcd`, `certificate/kubelet-serving@w1`. */
export interface PreparedSecrets {
  readonly secrets: Secrets;
  readonly added: readonly string[];
}

/**
 * Completes the secrets of a cluster. What is stored is never changed nor dropped, also when no node needs it
 * any more; a stored certificate that does not fit is reported instead (pki/certificate-stale, -expired,
 * -expiring, pki/own-ca-not-stored, -no-key), and after an error the result is undefined. Issuing raises pki/leaf-outlives-ca. The code
 * that issues is loaded only when something is missing.
 */
export async function prepareSecrets(input: PrepareInput): Promise<PreparedSecrets | undefined> {
  const { cluster, existing, now, diagnostics } = input;
  const requests = listCertificates(cluster);
  if (!checkOwnCasStored(cluster, existing, diagnostics)) return undefined;
  if (existing !== undefined && !checkStored(existing, requests, now, diagnostics)) {
    return undefined;
  }
  const stored = existing?.certificates ?? {};
  const missing = requests.filter(({ id }) => !Object.hasOwn(stored, id));
  const tokens = existing?.partTokens ?? {};
  const tokenless = nodesWithToken(cluster).filter((name) => !Object.hasOwn(tokens, name));
  if (existing !== undefined && missing.length === 0 && tokenless.length === 0) {
    return { secrets: existing, added: [] };
  }
  const { createFoundation, createTokens, issueLeaves } = await import('./pki/issue/complete.ts');
  const base = existing ?? (await createFoundation(cluster, now));
  const issued = await issueLeaves(missing, base.cas, cluster, now, diagnostics);
  const certificates = Object.fromEntries(
    Object.entries({ ...stored, ...issued }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return {
    secrets: {
      ...base,
      certificates,
      ...(tokenless.length === 0 ? {} : { partTokens: { ...tokens, ...createTokens(tokenless) } }),
    },
    added: [
      ...(existing === undefined ? foundation : []),
      ...missing.map(nameOf),
      ...tokenless.map(partTokenName),
    ],
  };
}

const foundation: readonly string[] = [
  'ca/kubernetes',
  'ca/etcd',
  'ca/front-proxy',
  'service-account-key',
  'encryption-key',
  'bootstrap-token',
];

function nameOf({ id }: { readonly id: string }): string {
  return `certificate/${id}`;
}
