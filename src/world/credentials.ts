import type { X509Certificate } from 'node:crypto';
import type { Origin } from '../machine/model.ts';
import type { Process } from '../machine/process.ts';
import { type CertificateRequest, listCertificates } from '../pki/certificates.ts';
import { nameOfCa, trustedCas } from '../pki/rotation.ts';
import type { KeyPair, Secrets } from '../pki/secrets.ts';
import { listMisfits } from '../pki/stored-certificate.ts';
import { caBundle, rootBundle, withChain } from '../pki/trust.ts';
import { dayOf, shift } from '../pki/validity.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { CaName } from '../plan/link.ts';
import { certificatesIn, isTrusted, keyIn } from './certificates.ts';
import { fileOf } from './configs.ts';
import type { World } from './world.ts';

/** So many seconds a certificate must still hold when its node is built. */
const gate = 1_800;

const requests = new WeakMap<Cluster, Map<string, CertificateRequest>>();

/** What the certificate of that id must be, by the links. */
export function requestOf(cluster: Cluster, id: string): CertificateRequest | undefined {
  const known =
    requests.get(cluster) ?? new Map(listCertificates(cluster).map((one) => [one.id, one]));
  requests.set(cluster, known);
  return known.get(id);
}

/** Certificates of a PEM text, in order; undefined when one of its blocks is none, or there is no block. */
export function readChain(text: string): X509Certificate[] | undefined {
  const all = certificatesIn(text);
  const read = all.filter((one): one is X509Certificate => one !== undefined);
  return read.length === 0 || read.length < all.length ? undefined : read;
}

/** The certificate of the id as it is shown, in every generation that is accepted now. */
export function shownBy(secrets: Secrets, id: string, ca: CaName): X509Certificate[][] {
  const rotation = secrets.rotations?.[nameOfCa(ca)];
  const other = rotation?.stage === 'drop' ? undefined : rotation?.certificates?.[id];
  const pairs: (KeyPair | undefined)[] = [secrets.certificates[id], other];
  return pairs.flatMap((pair) => {
    const chain = pair && readChain(withChain(secrets, id, pair).certificate);
    return chain === undefined ? [] : [chain];
  });
}

/** The CAs that stand for `ca` now, with those above them. */
export function anchorsOf(secrets: Secrets, ca: CaName): X509Certificate[] {
  return readChain(rootBundle(secrets, ca)) ?? [];
}

/** A certificate and its key on the node, and which one they ought to be. */
export interface PlacedPair {
  readonly process: Process;
  readonly id: string;
  readonly certificate: string;
  readonly key: string | undefined;
  readonly from: Origin;
}

/**
 * The pair at its place is the one that the links ask for: names, usages and subject, a CA of the cluster, a validity
 * that has begun and goes on, and a key of its own. Raises machine/wrong-credential.
 */
export function checkPair(world: World, pair: PlacedPair): void {
  const { process, id, certificate: path, from } = pair;
  const request = requestOf(world.cluster, id);
  const text = fileOf(world, process, path)?.text;
  if (text === undefined || request === undefined) return;
  const report = (why: string, at = path) =>
    world.report('machine/wrong-credential', from, { who: process.name, path: at, why });
  const chain = readChain(text);
  const [leaf] = chain ?? [];
  if (chain === undefined || leaf === undefined) {
    report('it is no certificate in PEM');
    return;
  }
  for (const why of listMisfits(leaf, request)) report(`${why} (${id})`);
  const over = validityProblem(leaf, world);
  if (over !== undefined) report(`${over} (${id})`);
  if (isStored(world, pair, text)) return;
  if (!isTrusted(chain, cas(world.secrets, request.ca), false)) {
    report(`the ${request.ca} CA did not sign it (${id})`);
  }
  checkKey(world, pair, leaf, report);
}

/**
 * Whether the pair is byte for byte the store’s own: that one was held against itself and its CA when the store was
 * read or issued (pki/secrets-check.ts), and reading private keys is the dearest part of all this.
 */
function isStored(world: World, { id, key, process }: PlacedPair, certificate: string): boolean {
  const stored = world.secrets.certificates[id];
  const text = key === undefined ? undefined : fileOf(world, process, key)?.text;
  if (stored === undefined || (text !== undefined && text !== stored.key)) return false;
  return withChain(world.secrets, id, stored).certificate === certificate;
}

function cas(secrets: Secrets, ca: CaName): X509Certificate[] {
  return trustedCas(secrets, ca).flatMap(({ certificate }) => readChain(certificate) ?? []);
}

function checkKey(
  world: World,
  { process, key: path, certificate }: PlacedPair,
  leaf: X509Certificate,
  report: (why: string, at: string) => void,
): void {
  const text = path === undefined ? undefined : fileOf(world, process, path)?.text;
  if (text === undefined || path === undefined) return;
  const key = keyIn(text);
  if (key === undefined) report('it is no private key in PEM', path);
  else if (!leaf.checkPrivateKey(key)) report(`it is not the key of ${certificate}`, path);
}

function validityProblem(
  { validFromDate, validToDate }: X509Certificate,
  { now }: Pick<World, 'now'>,
): string | undefined {
  if (now === undefined) return undefined;
  if (validFromDate > now) return `it is not valid before ${dayOf(validFromDate)}`;
  if (validToDate <= now) return `it ended on ${dayOf(validToDate)}`;
  return validToDate <= shift(now, gate) ? 'it ends within half an hour' : undefined;
}

/** A file of CAs on the node, and what it must be good for. */
export interface PlacedTrust {
  readonly process: Process;
  readonly path: string;
  readonly ca: CaName;
  /** Ids of the certificates that it must accept. */
  readonly ids: ReadonlySet<string>;
  readonly toRoot: boolean;
  readonly from: Origin;
}

/**
 * The CAs at their place accept every certificate that is shown to them, in both generations while the CA is rotated,
 * and none is a stranger. Raises machine/wrong-credential.
 */
export function checkTrust(world: World, trust: PlacedTrust): void {
  const { process, path, ca, ids, toRoot, from } = trust;
  const text = fileOf(world, process, path)?.text;
  // The store’s own list: all that it holds was held against it when the store was read (pki/secrets-check.ts).
  const whole = toRoot ? rootBundle(world.secrets, ca) : caBundle(world.secrets, ca);
  if (text === undefined || text === whole) return;
  const report = (why: string) =>
    world.report('machine/wrong-credential', from, { who: process.name, path, why });
  const anchors = readChain(text);
  if (anchors === undefined) {
    report('it holds no CA in PEM');
    return;
  }
  const known = new Set(anchorsOf(world.secrets, ca).map(({ fingerprint256 }) => fingerprint256));
  const strange = anchors.find(({ fingerprint256 }) => !known.has(fingerprint256));
  if (strange !== undefined) {
    report(`${strange.subject.replaceAll('\n', ', ')} in it is not the ${ca} CA of this cluster`);
  }
  for (const id of ids) {
    const refused = shownBy(world.secrets, id, ca).some(
      (chain) => !isTrusted(chain, anchors, toRoot),
    );
    if (!refused) continue;
    report(`by it ${id} is not trusted`);
    return;
  }
}
