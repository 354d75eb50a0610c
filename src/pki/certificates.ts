import type { Path } from '../diagnostics/diagnostic.ts';
import { isAddress } from '../net/address.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { CaName, Link } from '../plan/link.ts';
import { type CertificateKind, kindOf, type Subject } from './certificate-kinds.ts';

/** What a key may be used for (RFC 5280 section 4.2.1.12). */
export type Usage = 'serverAuth' | 'clientAuth';

/** One certificate that the cluster needs, as data; `issue` makes it, `check` holds a stored one against it. */
export interface CertificateRequest {
  /** `kube-apiserver@icc-ctrl-1`. */
  readonly id: string;
  readonly ca: CaName;
  readonly subject: Subject;
  /** Names and addresses that links dial, each sorted; both empty for a client. */
  readonly sans: { readonly dns: readonly string[]; readonly ips: readonly string[] };
  /** Sorted. */
  readonly usages: readonly Usage[];
  /** The one place of its key: a node's name, `person`, or `pods` for a Secret that the controllers apply. */
  readonly holder: string;
  /** One clause: what the key is for. */
  readonly why: string;
  /** The profile line that caused it. */
  readonly from: Path;
}

interface Draft {
  readonly kind: CertificateKind;
  readonly from: Path;
  readonly holder: string;
  readonly hosts: Set<string>;
  readonly usages: Set<Usage>;
}

/**
 * Every certificate of the cluster, sorted by id, from its links and nothing else: a link's server needs
 * serverAuth and what the client dials or verifies as a SAN, its client needs clientAuth.
 */
export function listCertificates(
  cluster: Pick<Cluster, 'links' | 'profile'>,
): CertificateRequest[] {
  const drafts = new Map<string, Draft>();
  for (const link of cluster.links) addServer(drafts, link);
  for (const link of cluster.links) addClient(drafts, link);
  return [...drafts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, draft]) => toRequest(id, draft, cluster));
}

function addServer(drafts: Map<string, Draft>, link: Link): void {
  if (link.serverCertificate === undefined) return;
  const draft = draftOf(drafts, link.serverCertificate, link.from);
  draft.usages.add('serverAuth');
  draft.hosts.add(link.host);
  if (link.serverName !== undefined) draft.hosts.add(link.serverName);
}

function addClient(drafts: Map<string, Draft>, link: Link): void {
  if (link.clientCertificate === undefined) return;
  draftOf(drafts, link.clientCertificate, link.from).usages.add('clientAuth');
}

function draftOf(drafts: Map<string, Draft>, id: string, from: Path): Draft {
  const known = drafts.get(id);
  if (known !== undefined) return known;
  const [kindName = '', holder = 'pods'] = id.split('@');
  const kind = kindOf(kindName);
  const draft = { kind, from, holder, hosts: new Set<string>(), usages: new Set<Usage>() };
  drafts.set(id, draft);
  return draft;
}

function toRequest(
  id: string,
  { kind, from, holder, hosts, usages }: Draft,
  { profile }: Pick<Cluster, 'profile'>,
): CertificateRequest {
  const sorted = [...hosts].sort();
  return {
    id,
    ca: kind.ca,
    subject: kind.subject(holder, profile),
    sans: {
      dns: sorted.filter((host) => !isAddress(host)),
      ips: sorted.filter((host) => isAddress(host)),
    },
    usages: [...usages].sort(),
    holder,
    why: kind.why,
    from,
  };
}
