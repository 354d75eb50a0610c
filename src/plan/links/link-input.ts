import type { Path } from '../../diagnostics/diagnostic.ts';
import type { Cluster, ClusterNode } from '../cluster.ts';
import type { Link } from '../link.ts';

/** What links are derived from: the cluster but for its links. */
export type LinkInput = Omit<Cluster, 'links'>;

/** Where every program on a controller finds its own API server; never the endpoint (version skew, boot order). */
export const localHost = '127.0.0.1';

/** The id of the certificate of `kind` that belongs to `holder`: `kube-apiserver@icc-ctrl-1`. */
export function certificateId(kind: string, holder: string): string {
  return `${kind}@${holder}`;
}

/** A TLS link to the API server of `controller`; the rest is given by `rest`. */
export function apiServerLink(
  { profile }: LinkInput,
  controller: ClusterNode,
  rest: Pick<Link, 'client' | 'host'> & Partial<Link> & { readonly from?: Path },
): Link {
  return {
    server: { component: 'kube-apiserver', node: controller.name },
    port: profile.kubernetes.apiServer.port,
    protocol: 'tcp',
    ca: 'kubernetes',
    serverCertificate: certificateId('kube-apiserver', controller.name),
    from: controller.path,
    ...rest,
  };
}
