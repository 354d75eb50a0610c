import { buildKubeconfig } from '../pki/kubeconfig.ts';
import type { Secrets } from '../pki/secrets.ts';
import { rootBundle } from '../pki/trust.ts';
import type { Cluster } from '../plan/cluster.ts';
import type { Link } from '../plan/link.ts';
import { toYaml } from '../text/yaml.ts';
import { certificateOf } from './certificate-files.ts';

/**
 * The text of a kubeconfig for the client of `link`, which must show a certificate: the cluster CA, the
 * certificate and its key are inside. It is a secret.
 */
export function kubeconfigText(
  cluster: Pick<Cluster, 'name'>,
  secrets: Secrets,
  link: Pick<Link, 'host' | 'port'> & { readonly clientCertificate: string },
  userName: string,
): string {
  const kubeconfig = buildKubeconfig({
    cluster: cluster.name,
    host: link.host,
    port: link.port,
    ca: { pem: rootBundle(secrets, 'kubernetes') },
    userName,
    user: certificateOf(secrets, link.clientCertificate),
  });
  return toYaml(kubeconfig);
}
