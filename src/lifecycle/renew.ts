import type { Collector } from '../diagnostics/collector.ts';
import { findKind } from '../pki/certificate-kinds.ts';
import type { KeyPair, Secrets } from '../pki/secrets.ts';
import { isSignedBy, readCertificate } from '../pki/stored-pair.ts';
import type { Instant } from '../pki/validity.ts';
import type { Cluster } from '../plan/cluster.ts';
import { type PreparedSecrets, prepareSecrets } from '../prepare.ts';

/** What a renewal starts from. */
export interface RenewInput {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly ids: readonly string[];
  readonly now: Instant;
  readonly diagnostics: Collector;
}

/**
 * Issues these certificates anew, with new keys, as the cluster needs them now, and retires the old ones; no other
 * secret changes, nor does a certificate that the cluster has no machine for any more. `added` has the renewed certificates and those that were missing. Raises the codes of
 * `prepareSecrets`; then the result is undefined.
 */
export async function renewCertificates(input: RenewInput): Promise<PreparedSecrets | undefined> {
  const { cluster, secrets: before, ids, now, diagnostics } = input;
  const { retired = {}, ...rest } = before;
  const all = Object.entries(before.certificates);
  const renewed = all.filter(([id]) => ids.includes(id));
  const existing: Secrets = {
    ...rest,
    certificates: Object.fromEntries(all.filter(([id]) => !ids.includes(id))),
  };
  const prepared = await prepareSecrets({ cluster, existing, now, diagnostics });
  if (prepared === undefined) return undefined;
  const issued = prepared.secrets.certificates;
  const unused = Object.fromEntries(renewed.filter(([id]) => issued[id] === undefined));
  const older = Object.fromEntries(
    renewed
      .filter(([id]) => issued[id] !== undefined)
      .map(([id, pair]) => [id, [pair, ...(retired[id] ?? [])]] as const),
  );
  const secrets = { ...prepared.secrets, certificates: { ...issued, ...unused } };
  return { secrets: withRetired(secrets, { ...retired, ...older }), added: prepared.added };
}

/**
 * Puts the newest retired generation of these certificates in use again; what was in use is retired. Raises
 * pki/nothing-retired, also when the CA has changed since.
 */
export function restoreCertificates(
  secrets: Secrets,
  ids: readonly string[],
  diagnostics: Pick<Collector, 'report'>,
): Secrets {
  let result = secrets;
  for (const id of ids) {
    const current = result.certificates[id];
    const [newest, ...older] = result.retired?.[id] ?? [];
    if (newest === undefined || current === undefined || !isOfCaInUse(result, id, newest)) {
      diagnostics.report('pki/nothing-retired', [], { id });
      continue;
    }
    result = {
      ...result,
      certificates: { ...result.certificates, [id]: newest },
      retired: { ...result.retired, [id]: [current, ...older] },
    };
  }
  return result;
}

/** Whether the CA that is in use now signed the certificate. */
export function isOfCaInUse({ cas }: Secrets, id: string, { certificate }: KeyPair): boolean {
  const name = findKind(id)?.ca;
  const ca = name && readCertificate(cas[name].certificate);
  const read = readCertificate(certificate);
  return ca !== undefined && read !== undefined && isSignedBy(read, ca);
}

/** The secrets with these retired certificates and no others. */
export function withRetired(
  secrets: Secrets,
  retired: Readonly<Record<string, readonly KeyPair[]>>,
): Secrets {
  const { retired: _before, ...rest } = secrets;
  const kept = Object.entries(retired).filter(([, pairs]) => pairs.length > 0);
  return kept.length === 0 ? rest : { ...rest, retired: Object.fromEntries(kept) };
}
