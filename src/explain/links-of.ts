import type { Machine } from '../machine/model.ts';
import { trustedCas } from '../pki/rotation.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import { caNames, type Link } from '../plan/link.ts';

/** Connections that need a file of a node, and what for. */
export interface FileLinks {
  readonly why: string;
  readonly links: readonly Link[];
}

/**
 * The connections that need a file: of a certificate or key, those in which it is shown; of a CA's certificate, those of
 * the node that it verifies; else those of the component that put the file there.
 */
export function linksOf(
  cluster: Cluster,
  secrets: Secrets,
  machine: Machine,
  path: string,
): FileLinks {
  const file = machine.files.find((each) => each.path === path);
  const content = typeof file?.content === 'string' ? file.content : '';
  const at = ({ client, server }: Link) =>
    [client, server].some(({ node }) => node === machine.name);
  const ids = file === undefined ? [] : certificatesIn(content, file.secrets, secrets);
  if (ids.length > 0) {
    const shown = cluster.links.filter(({ serverCertificate, clientCertificate }) =>
      ids.some((id) => id === serverCertificate || id === clientCertificate),
    );
    return { why: `show ${ids.join(', ')}`, links: shown };
  }
  const cas = caNames.filter((ca) =>
    trustedCas(secrets, ca).some(({ certificate }) => content.includes(certificate.trim())),
  );
  if (cas.length > 0) {
    const verified = cluster.links.filter((link) => link.ca && cas.includes(link.ca) && at(link));
    return { why: `verify or are verified by the CA ${cas.join(', ')}`, links: verified };
  }
  const component = originOf(machine, path);
  const own = cluster.links.filter(({ client, server }) =>
    [client, server].some((end) => end.component === component && end.node === machine.name),
  );
  return { why: `begin or end at ${component ?? 'nothing'} here`, links: own };
}

function originOf({ files, units }: Machine, path: string): string | undefined {
  const file = files.find((each) => each.path === path);
  const unit = units.find(({ name }) => path.includes(`/${name}`));
  return (file ?? unit)?.from.component;
}

function certificatesIn(
  content: string,
  uses: readonly { readonly secret: string }[],
  { certificates }: Secrets,
): string[] {
  const prefix = 'certificate/';
  const named = uses.flatMap(({ secret }) =>
    secret.startsWith(prefix) ? [secret.slice(prefix.length)] : [],
  );
  if (named.length > 0) return named;
  return Object.entries(certificates).flatMap(([id, { certificate }]) =>
    content.includes(certificate.trim()) ? [id] : [],
  );
}
