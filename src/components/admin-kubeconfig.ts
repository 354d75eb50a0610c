import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import { kubeconfigText } from './kubeconfig-text.ts';
import { findIdentityLink } from './links.ts';

/** The kubeconfig of the administrator, for `out/`: it dials the endpoint and lies on no node. */
export function adminKubeconfig(cluster: Cluster, secrets: Secrets): string {
  const query = { client: 'kubectl', clientNode: 'person', server: 'kube-apiserver' };
  return kubeconfigText(cluster, secrets, findIdentityLink(cluster, query), 'admin');
}
