import { downloadOf } from '../artifacts/download.ts';
import type { Download, Origin } from '../machine/model.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';

/** What flannel and `routes` call; a network of the profile's own may call any. */
const usedPlugins = ['bridge', 'host-local', 'loopback', 'portmap'];
const otherPlugins = ['bandwidth', 'firewall', 'ipvlan', 'macvlan', 'ptp', 'static', 'tuning'];

/** The CNI plugins that the node's pod network calls. */
export function networkPlugins(cluster: Cluster, node: ClusterNode, from: Origin): Download {
  const { plugin } = cluster.profile.network;
  const known = plugin === 'flannel' || plugin === 'routes';
  const names = known ? usedPlugins : [...usedPlugins, ...otherPlugins];
  const members = Object.fromEntries(names.sort().map((name) => [name, name]));
  const placement = { kind: 'tar.gz' as const, directory: '/opt/cni/bin', members };
  return downloadOf(cluster, node, 'cni-plugins', placement, from);
}
