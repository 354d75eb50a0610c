import type { Collector } from '../diagnostics/collector.ts';
import {
  addressAt,
  isAddress,
  normalizeAddress,
  parseCidr,
  splitHostPort,
} from '../net/address.ts';
import type { Profile } from '../profile/schema/profile.ts';
import { type ApiEndpoint, type Cluster, type ClusterNode, nodesWithRole } from './cluster.ts';
import { deriveLinks } from './links.ts';
import { planNode } from './plan-node.ts';
import { assignPodNetworks } from './pod-networks.ts';
import { defaultEtcdVersion } from './versions.ts';

/**
 * The profile after defaults and planning; the order of `machines` does not matter. The API service has the
 * first service address, DNS the tenth unless the profile says otherwise. The profile must have passed its
 * rules. `sources` are the files beside the profile, by the name it uses. Raises plan/pod-cidr-collision,
 * plan/pod-route-off-link and plan/webhook-two-cas.
 */
export function planCluster(
  profile: Profile,
  sources: ReadonlyMap<string, string>,
  diagnostics: Collector,
): Cluster {
  const nodes = planNodes(profile, diagnostics);
  const services = parseCidr(profile.network.services);
  const { dnsService } = profile.network;
  const webhook = profile.kubernetes.apiServer.authenticationWebhook;
  if (webhook?.caFile !== undefined && webhook.servingSecret !== undefined) {
    const path = ['kubernetes', 'apiServer', 'authenticationWebhook', 'servingSecret'];
    diagnostics.report('plan/webhook-two-cas', path, {});
  }
  const cluster = {
    name: profile.cluster,
    profile,
    sources,
    version: profile.kubernetes.version,
    etcdVersion: profile.etcd.version ?? defaultEtcdVersion(profile.kubernetes.version),
    endpoint: planEndpoint(profile, nodes),
    services,
    pods: parseCidr(profile.network.pods),
    apiServiceAddress: addressAt(services, 1),
    dnsServiceAddress:
      dnsService === undefined ? addressAt(services, 10) : normalizeAddress(dnsService),
    nodes,
  };
  return { ...cluster, links: deriveLinks(cluster) };
}

function planNodes(profile: Profile, diagnostics: Collector): ClusterNode[] {
  const nodes = profile.machines
    .map((machine, index) => planNode(profile, machine, ['machines', index]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const podNetworks = assignPodNetworks(profile, nodes, diagnostics);
  return nodes.map(({ podCidr: _wish, ...node }) => {
    const podCidr = podNetworks.get(node.name);
    return podCidr === undefined ? node : { ...node, podCidr };
  });
}

/**
 * The endpoint's address: the profile's, the host when it is one, the machine of that name, or the only
 * frontend (without frontends: the only controller). Several of them stand behind a name that DNS must know.
 */
function planEndpoint(profile: Profile, nodes: readonly ClusterNode[]): ApiEndpoint {
  const { host: text, port } = splitHostPort(profile.endpoint);
  const host = isAddress(text) ? normalizeAddress(text) : text;
  const frontends = nodesWithRole({ nodes }, 'frontend');
  const doors = frontends.length > 0 ? frontends : nodesWithRole({ nodes }, 'controller');
  const address =
    profile.endpointAddress ??
    (isAddress(host) ? host : undefined) ??
    nodes.find(({ name }) => name === host)?.address ??
    (doors.length === 1 ? doors[0]?.address : undefined);
  return { host, port, ...(address === undefined ? {} : { address: normalizeAddress(address) }) };
}
