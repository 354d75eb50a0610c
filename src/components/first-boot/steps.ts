import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { kubeletPaths } from '../kubelet/paths.ts';

/** Where the kubelet puts its certificate when it is signed; it writes its kubeconfig before it has asked. */
const signedCertificate = `${kubeletPaths.certificates}/kubelet-client-current.pem`;

/** Lines `name kind subject` for report.sh: how far this node's roles must come until it is done. */
export function stepLines(
  cluster: Pick<Cluster, 'profile'>,
  node: ClusterNode,
  found: { readonly packages: boolean; readonly downloads: boolean },
): string[] {
  const has = (role: ClusterNode['roles'][number]) => node.roles.includes(role);
  const runsPods = has('controller') || has('worker');
  const { port } = cluster.profile.kubernetes.apiServer;
  return [
    ...(found.packages ? ['packages oneshot clusterseed-packages.service'] : []),
    ...(found.downloads ? ['fetch oneshot clusterseed-fetch.service'] : []),
    ...(has('frontend') ? ['haproxy service haproxy.service'] : []),
    ...(has('etcd') ? ['etcd service etcd.service'] : []),
    ...(runsPods
      ? ['containerd service containerd.service', 'kubelet service kubelet.service']
      : []),
    ...(has('controller')
      ? [`api ready https://127.0.0.1:${port}/readyz`, 'addons oneshot clusterseed-addons.service']
      : []),
    ...(has('worker') && !has('controller') ? [`join file ${signedCertificate}`] : []),
  ];
}
