import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import { containerRuntime, has, legacyNeeds, readyPath, runtimeUnit } from '../../plan/versions.ts';
import { kubeletPaths } from '../kubelet/paths.ts';

/**
 * Where the kubelet puts its certificate when it is signed; it writes its kubeconfig before it has asked. One that
 * waits for it writes certificate and key apart (cmd/kubelet/app/bootstrap.go of 1.7.2).
 */
function signedCertificate(version: string): string {
  const name = has(version, 'bootstrap in background')
    ? 'kubelet-client-current.pem'
    : 'kubelet-client.crt';
  return `${kubeletPaths.certificates}/${name}`;
}

/** Lines `name kind subject` for report.sh: how far this node's roles must come until it is done. */
export function stepLines(
  cluster: Pick<Cluster, 'version' | 'profile'>,
  node: ClusterNode,
  found: { readonly packages: boolean; readonly downloads: boolean },
): string[] {
  const is = (role: ClusterNode['roles'][number]) => node.roles.includes(role);
  const runsPods = is('controller') || is('worker');
  const runtime = containerRuntime(cluster.version);
  const { port } = cluster.profile.kubernetes.apiServer;
  return [
    ...(found.packages ? ['packages oneshot clusterseed-packages.service'] : []),
    ...(found.downloads ? ['fetch oneshot clusterseed-fetch.service'] : []),
    ...(is('frontend') ? ['haproxy service haproxy.service'] : []),
    ...(is('etcd') ? ['etcd service etcd.service'] : []),
    ...(runsPods && legacyNeeds(cluster.version).length > 0
      ? ['legacy oneshot clusterseed-legacy.service']
      : []),
    ...(runsPods
      ? [`${runtime} service ${runtimeUnit(cluster.version)}`, 'kubelet service kubelet.service']
      : []),
    ...(is('controller')
      ? [
          `api ready https://127.0.0.1:${port}${readyPath(cluster.version)}`,
          'addons oneshot clusterseed-addons.service',
        ]
      : []),
    ...(is('worker') && !is('controller')
      ? [`join file ${signedCertificate(cluster.version)}`]
      : []),
  ];
}
