import type { MachinePart } from '../machine/model.ts';
import { formatCidr, parseCidr } from '../net/address.ts';
import type { Cluster } from '../plan/cluster.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { runtimeUnit } from '../plan/versions.ts';
import { formatEnvironment } from '../text/systemd-exec.ts';
import { type Component, originOf } from './component.ts';
import { unitDropIn } from './root-file.ts';

/** The HTTP proxy for what goes out of a node: downloads, packages and image pulls. Nothing without `network.proxy`. */
export const hostProxy: Component = {
  name: 'host-proxy',
  contribute({ cluster, node }): MachinePart {
    const { proxy } = cluster.profile.network;
    if (proxy === undefined) return {};
    const from = originOf('host-proxy', node);
    const variables = {
      http_proxy: proxy.http,
      https_proxy: proxy.https,
      no_proxy: noProxy(cluster),
    };
    const entries = Object.entries(variables).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [name, name.toUpperCase()].map(
            (key) => ['Environment', formatEnvironment(key, value)] as const,
          ),
    );
    const units = [
      'clusterseed-fetch.service',
      ...(operatingSystem(node.os).packageManager === 'apt'
        ? ['clusterseed-packages.service']
        : []),
      ...(runsKubelet(node) ? [runtimeUnit(cluster.version)] : []),
    ];
    const sections = [{ name: 'Service', entries }];
    return { units: units.map((unit) => unitDropIn(from, unit, '10-proxy.conf', sections)) };
  },
};

/**
 * What is reached without the proxy, sorted: this host, the machines' subnets, pods, services and their domain,
 * the endpoint, the mirrors, and what the profile adds.
 */
export function noProxy(cluster: Cluster): string {
  const { network, mirror } = cluster.profile;
  const subnets = cluster.nodes.map(({ address, prefix }) =>
    formatCidr(parseCidr(`${address}/${prefix}`)),
  );
  const mirrors = [mirror.files ?? []].flat().map((url) => new URL(url).hostname);
  const registry = mirror.images === undefined ? [] : [mirror.images.replace(/[:/].*$/, '')];
  const all = [
    'localhost',
    '127.0.0.1',
    '::1',
    ...subnets,
    formatCidr(cluster.pods),
    formatCidr(cluster.services),
    '.svc',
    `.${network.domain}`,
    cluster.endpoint.host,
    ...mirrors,
    ...registry,
    ...(network.proxy?.noProxy ?? []),
  ];
  return [...new Set(all)].sort().join(',');
}
