import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Collector } from '../../diagnostics/collector.ts';
import { listCertificates } from '../../pki/certificates.ts';
import { toKeyPem } from '../../pki/issue/generate-key.ts';
import { createCa, createValue } from '../../pki/issue/next-generation.ts';
import type { Secrets } from '../../pki/secrets.ts';
import type { Instant } from '../../pki/validity.ts';
import { type Cluster, nodesWithRole } from '../../plan/cluster.ts';
import { caNames } from '../../plan/link.ts';
import { type FoundCas, findCas } from './find-cas.ts';
import { matchLeaves } from './match-leaves.ts';
import { type FoundFiles, type FoundKey, readFiles } from './read-files.ts';

/** A store made of hand-made files, and where everything in it comes from. */
export interface ImportedSecrets {
  readonly secrets: Secrets;
  /** Secret → the file that it was taken from. */
  readonly taken: readonly { readonly secret: string; readonly file: string }[];
  /** Secrets that were made anew, with the reason. */
  readonly made: readonly { readonly secret: string; readonly why: string }[];
  /** Certificates that the next build issues anew, and files of no use, each with the reason. */
  readonly left: readonly { readonly file: string; readonly why: string }[];
  readonly remarks: readonly string[];
}

/**
 * Makes a store of the files of a running cluster: CAs, the key of service accounts, the bootstrap token and every
 * certificate that fits the links. The next build issues the rest from the same CAs. Members of etcd are recorded as
 * those of a cluster that runs. Raises the codes of findCas; then the result is undefined.
 */
export async function importSecrets(
  cluster: Cluster,
  texts: ReadonlyMap<string, string>,
  now: Instant,
  diagnostics: Pick<Collector, 'report'>,
): Promise<ImportedSecrets | undefined> {
  const files = readFiles(texts);
  const cas = findCas(files, diagnostics);
  if (cas === undefined) return undefined;
  const leaves = matchLeaves(files, cas, listCertificates(cluster), now);
  const account = findAccountKey(files, cas);
  const token = files.tokens.find((each) => /^[0-9a-f]{32}$/.test(each.token));
  const frontProxy = cas['front-proxy'];
  const members = nodesWithRole(cluster, 'etcd').map(({ name }) => name);
  const secrets: Secrets = {
    version: 1,
    cluster: cluster.name,
    cas: {
      kubernetes: cas.kubernetes.pair,
      etcd: cas.etcd.pair,
      'front-proxy': frontProxy?.pair ?? (await createCa('front-proxy', 1, cluster, now)),
    },
    serviceAccountKey: toKeyPem(account.key),
    encryptionKey: await createValue('encryption-key', cluster),
    bootstrapToken: token?.token ?? (await createValue('bootstrap-token', cluster)),
    etcd: { founders: [], joined: Object.fromEntries(members.map((name) => [name, members])) },
    certificates: leaves.certificates,
  };
  return {
    secrets,
    taken: [
      ...caNames.flatMap((ca) => (cas[ca] ? [{ secret: `ca/${ca}`, file: cas[ca].file }] : [])),
      { secret: 'service-account-key', file: account.file },
      ...(token ? [{ secret: 'bootstrap-token', file: token.file }] : []),
      ...leaves.kept.map(({ file, id }) => ({ secret: `certificate/${id}`, file })),
    ],
    made: listMade(files, cas, token !== undefined),
    left: [...leaves.left, ...foreign(files, cas, account.file)],
    remarks: remarks(files, cas, account),
  };
}

/** By name, by its public half, or, as early guides had it, the key of the CA. */
function findAccountKey(files: FoundFiles, cas: FoundCas): FoundKey {
  const byName = files.keys.find(({ file }) => /(^|\/)(sa\.key$|service-?accounts?)/i.test(file));
  const halves = files.publicKeys.map(({ key }) => derOf(key));
  const byHalf = files.keys.find(({ key }) => halves.some((half) => half === publicDerOf(key)));
  const ofCa = files.keys.find(({ key }) => cas.kubernetes.certificate.checkPrivateKey(key));
  const found = byName ?? byHalf ?? ofCa;
  if (found === undefined) throw new Error('the CA has lost its key');
  return found;
}

function derOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function publicDerOf(key: KeyObject): string {
  return derOf(createPublicKey(key));
}

function listMade(files: FoundFiles, cas: FoundCas, hasToken: boolean): ImportedSecrets['made'] {
  const token =
    files.tokens.length > 0
      ? 'those that are there are not 128 bits in hex'
      : 'no token.csv and no kubeconfig has one';
  return [
    ...(cas['front-proxy']
      ? []
      : [
          {
            secret: 'ca/front-proxy',
            why: 'no CA is its own; sharing one would let its holders be anybody',
          },
        ]),
    {
      secret: 'encryption-key',
      why: encryptionReason(files),
    },
    ...(hasToken ? [] : [{ secret: 'bootstrap-token', why: token }]),
  ];
}

/** Data says the provider and name of the key that it is encrypted with; a store has neither (rotation.ts, encryptionKeys). */
function encryptionReason({ encryption: [config] }: FoundFiles): string {
  return config === undefined
    ? 'what is stored in plain is read as before, and encrypted when it is written'
    : `${config.file} encrypts by ${config.providers.join(', ')} with keys that are not taken over`;
}

/** Files that gave nothing: not understood, or a key without a certificate. */
function foreign(files: FoundFiles, cas: FoundCas, account: string): ImportedSecrets['left'] {
  const used = new Set([
    account,
    cas.kubernetes.keyFile,
    cas.etcd.keyFile,
    cas['front-proxy']?.keyFile,
  ]);
  const lonely = files.keys.filter(
    ({ file, key }) =>
      !used.has(file) &&
      !files.certificates.some(({ certificate }) => certificate.checkPrivateKey(key)),
  );
  return [
    ...files.foreign.map((file) => ({ file, why: 'not understood' })),
    ...lonely.map(({ file }) => ({ file, why: 'a key of no certificate here' })),
  ];
}

function remarks({ encryption }: FoundFiles, cas: FoundCas, account: FoundKey): string[] {
  const shared = cas.etcd.pair === cas.kubernetes.pair;
  const signs = cas.kubernetes.certificate.checkPrivateKey(account.key);
  return [
    ...encryption.map(
      ({ file }) =>
        `${file}: the API servers of this profile cannot read what is encrypted with its keys. Before the first of them starts, put identity first among its providers, restart the API servers that run, and write everything that it names anew: kubectl get secrets -A -o json | kubectl replace -f -`,
    ),
    ...(encryption.length === 0
      ? [
          'If the cluster encrypts at rest by a configuration that is not among these files, decrypt first (docs/day-two.md): the key here is new.',
        ]
      : []),
    ...(shared
      ? [
          'One CA is that of the cluster and of etcd: whoever has a certificate of the cluster is let into etcd, and the key lies on the controllers. clusterseed secrets rotate PROFILE ca/etcd separates them.',
        ]
      : []),
    ...(signs
      ? [
          'No key of service accounts was found, so the CA’s own is kept, as early guides have it. clusterseed secrets rotate PROFILE service-account separates them.',
        ]
      : []),
  ];
}
