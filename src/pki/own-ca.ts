import type { Cluster } from '../plan/cluster.ts';
import type { CaName } from '../plan/link.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { CaPair } from './secrets.ts';
import { splitPem } from './stored-pair.ts';

/** The profile's key for each CA. */
export const ownCaKeys = {
  kubernetes: 'kubernetes',
  etcd: 'etcd',
  'front-proxy': 'frontProxy',
} as const satisfies Record<CaName, keyof Profile['pki']['ca']>;

/** A CA of the person's as its files say it; the key is absent once its file is. */
export interface OwnCa {
  readonly certificate: string;
  readonly chain?: string;
  readonly key?: string;
}

/** The CA that the profile brings (pki.ca), read but not checked; undefined when it brings none. */
export function readOwnCa(
  { profile, sources }: Pick<Cluster, 'profile' | 'sources'>,
  ca: CaName,
): OwnCa | undefined {
  const files = profile.pki.ca[ownCaKeys[ca]];
  if (files === undefined) return undefined;
  const [certificate = '', ...above] = splitPem(sources.get(files.certificate) ?? '');
  const key = files.key === undefined ? undefined : splitPem(sources.get(files.key) ?? '').at(-1);
  return {
    certificate,
    ...(above.length === 0 ? {} : { chain: above.join('') }),
    ...(key === undefined ? {} : { key }),
  };
}

/** The CA that the profile brings, with its key; undefined when it brings none, or no key any more. */
export function ownCa(
  cluster: Pick<Cluster, 'profile' | 'sources'>,
  ca: CaName,
): CaPair | undefined {
  const { certificate = '', chain, key } = readOwnCa(cluster, ca) ?? {};
  if (key === undefined) return undefined;
  return { certificate, key, ...(chain === undefined ? {} : { chain }) };
}
