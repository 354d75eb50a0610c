import { assembleMachine, compileShared } from '../compile.ts';
import { createCollector } from '../diagnostics/collector.ts';
import type { MachineFile } from '../machine/model.ts';
import { findKind } from '../pki/certificate-kinds.ts';
import { type CertificateRequest, listCertificates } from '../pki/certificates.ts';
import { generationOf, nameOfCa, type RotatableName, trustedCas } from '../pki/rotation.ts';
import type { KeyPair, Secrets } from '../pki/secrets.ts';
import { readCertificate } from '../pki/stored-pair.ts';
import type { Instant } from '../pki/validity.ts';
import type { Cluster } from '../plan/cluster.ts';
import { type CaName, caNames, type Link } from '../plan/link.ts';
import { stateOf } from './rotate.ts';

/** A place of a secret: the file that holds it, on a node or (`person`) below out/<cluster>/. */
export interface SecretPlace {
  readonly node: string;
  readonly path: string;
  /** Its private part, or a CA's certificate only. */
  readonly holds: 'secret' | 'certificate';
}

/** One CA, certificate, key or token of the store. */
export interface SecretStatus {
  readonly name: string;
  readonly kind: 'ca' | 'certificate' | 'key' | 'token';
  /** `unused`: stored, but no link asks for it any more; `missing`: the next build issues it. */
  readonly state: 'in use' | 'unused' | 'missing' | 'expired';
  /** Which generation is in use, for what is rotated, and how far its rotation has come. */
  readonly generation?: number;
  readonly stage?: string;
  /** ISO 8601, and whole days from now; absent for what does not end. */
  readonly notAfter?: string;
  readonly daysLeft?: number;
  /** The CA that signed it. */
  readonly signedBy?: string;
  readonly places: readonly SecretPlace[];
  /** What stops working without it: certificates of a CA, connections of a certificate. */
  readonly dependents: readonly string[];
  /** Earlier generations that the store still holds. */
  readonly retired: number;
}

/** Every secret of the cluster: CAs, keys and token, then certificates by id. Pure; compiles every node once. */
export function listSecrets(cluster: Cluster, secrets: Secrets, now: Instant): SecretStatus[] {
  const requests = new Map(listCertificates(cluster).map((request) => [request.id, request]));
  const ids = new Set([...requests.keys(), ...Object.keys(secrets.certificates)]);
  const places = findPlaces(cluster, complete(secrets, requests));
  const uses = usesOf(cluster.links);
  return [
    ...caNames.map((ca) => caStatus(ca, secrets, now, places)),
    valueStatus('service-account-key', 'key', ['every service-account token'], secrets, places),
    valueStatus('encryption-key', 'key', ['every Secret in etcd'], secrets, places),
    valueStatus('bootstrap-token', 'token', ['workers that join'], secrets, places),
    ...[...ids]
      .sort()
      .map((id) => leafStatus(id, requests.get(id), secrets, now, { places, uses })),
  ];
}

/** The secrets with something in place of certificates that are missing, so that every node compiles. */
function complete(secrets: Secrets, requests: ReadonlyMap<string, CertificateRequest>): Secrets {
  const empty: KeyPair = { certificate: '', key: '' };
  const missing = [...requests.keys()].map((id) => [id, empty] as const);
  return { ...secrets, certificates: { ...Object.fromEntries(missing), ...secrets.certificates } };
}

type Places = ReadonlyMap<string, readonly SecretPlace[]>;

function findPlaces(cluster: Cluster, secrets: Secrets): Places {
  const found = new Map<string, SecretPlace[]>();
  const add = (name: string, place: SecretPlace) =>
    found.set(name, [...(found.get(name) ?? []), place]);
  for (const node of cluster.nodes) {
    for (const file of assembleMachine(cluster, node, secrets, createCollector()).files) {
      for (const [name, holds] of heldBy(file, secrets)) {
        add(name, { node: node.name, path: file.path, holds });
      }
    }
  }
  for (const { path, certificate } of compileShared(cluster, secrets)) {
    add(`certificate/${certificate}`, { node: 'person', path, holds: 'secret' });
  }
  return found;
}

function heldBy(
  file: MachineFile,
  secrets: Secrets,
): [name: string, holds: SecretPlace['holds']][] {
  const { content } = file;
  const held = file.secrets.map(({ secret }) => secret);
  const trusted = caNames.filter(
    (ca) =>
      typeof content === 'string' &&
      trustedCas(secrets, ca).some(({ certificate }) => content.includes(certificate)),
  );
  return [
    ...held.map((name): [string, SecretPlace['holds']] => [name, 'secret']),
    ...trusted.map((ca): [string, SecretPlace['holds']] => [nameOfCa(ca), 'certificate']),
  ];
}

function rotated(secrets: Secrets, name: RotatableName) {
  const stage = stateOf(secrets, name);
  return {
    generation: generationOf(secrets, name),
    ...(stage === 'none' ? {} : { stage }),
    retired: stage === 'none' ? 0 : 1,
  };
}

function caStatus(ca: CaName, secrets: Secrets, now: Instant, places: Places): SecretStatus {
  const name = nameOfCa(ca);
  const signed = Object.keys(secrets.certificates).filter((id) => findKind(id)?.ca === ca);
  const kubelets = ca === 'kubernetes' ? ['client certificates of the workers’ kubelets'] : [];
  return {
    name,
    kind: 'ca',
    ...lifeOf(secrets.cas[ca].certificate, now),
    ...rotated(secrets, name),
    places: places.get(name) ?? [],
    dependents: [...signed, ...kubelets],
  };
}

function valueStatus(
  name: RotatableName,
  kind: 'key' | 'token',
  dependents: readonly string[],
  secrets: Secrets,
  places: Places,
): SecretStatus {
  return {
    name,
    kind,
    state: 'in use',
    ...rotated(secrets, name),
    places: places.get(name) ?? [],
    dependents,
  };
}

function leafStatus(
  id: string,
  request: CertificateRequest | undefined,
  secrets: Secrets,
  now: Instant,
  found: { readonly places: Places; readonly uses: ReadonlyMap<string, ReadonlySet<string>> },
): SecretStatus {
  const ca = findKind(id)?.ca;
  const stored = secrets.certificates[id];
  const life =
    stored === undefined ? { state: 'missing' as const } : lifeOf(stored.certificate, now);
  return {
    name: `certificate/${id}`,
    kind: 'certificate',
    ...life,
    ...(request === undefined ? { state: 'unused' as const } : {}),
    ...(ca === undefined ? {} : { signedBy: nameOfCa(ca) }),
    places: found.places.get(`certificate/${id}`) ?? [],
    dependents: [...(found.uses.get(id) ?? [])],
    retired: secrets.retired?.[id]?.length ?? 0,
  };
}

function lifeOf(pem: string, now: Instant): Pick<SecretStatus, 'state' | 'notAfter' | 'daysLeft'> {
  const end = readCertificate(pem)?.validToDate;
  if (end === undefined) return { state: 'in use' };
  return {
    state: end <= now ? 'expired' : 'in use',
    notAfter: end.toISOString(),
    daysLeft: Math.floor((end.getTime() - now.getTime()) / 86_400_000),
  };
}

/** The connections of each certificate: `kube-apiserver@ctrl-1 → etcd@etcd-1`. */
function usesOf(links: readonly Link[]): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { client, server, serverCertificate, clientCertificate } of links) {
    const use = `${client.component}@${client.node} → ${server.component}@${server.node}`;
    for (const id of [serverCertificate, clientCertificate]) {
      if (id === undefined) continue;
      const known = uses.get(id) ?? new Set();
      uses.set(id, known.add(use));
    }
  }
  return uses;
}
