import type { MachineFile, Origin } from '../../machine/model.ts';
import type { Cluster } from '../../plan/cluster.ts';
import { toYamlDocuments } from '../../text/yaml.ts';
import { rootFile } from '../root-file.ts';
import { coreDnsObjects } from './coredns.ts';
import { flannelObjects } from './flannel.ts';
import { kubeProxyObjects } from './kube-proxy.ts';
import type { KubernetesObject } from './object.ts';
import { rbacObjects } from './rbac.ts';

/** Where clusterseed-addons.service looks. */
export const manifestDirectory = '/etc/kubernetes/addons';

/** Our addons by the name of their file, in the order in which they are applied. */
export function addonObjects(cluster: Cluster): [name: string, objects: KubernetesObject[]][] {
  const { addons, network } = cluster.profile;
  return [
    ['10-rbac', rbacObjects(cluster.version)],
    ['20-coredns', addons.includes('coredns') ? coreDnsObjects(cluster) : []],
    ['20-kube-proxy', addons.includes('kube-proxy') ? kubeProxyObjects(cluster) : []],
    ['30-flannel', network.plugin === 'flannel' ? flannelObjects(cluster) : []],
  ];
}

const texts = new WeakMap<Cluster, [name: string, text: string][]>();

/** Every manifest of a controller: ours, then the profile's as they are. The same on all, so written once. */
export function addonFiles(cluster: Cluster, from: Origin): MachineFile[] {
  const manifests = texts.get(cluster) ?? manifestTexts(cluster);
  texts.set(cluster, manifests);
  return manifests.map(([name, text]) => rootFile(from, `${manifestDirectory}/${name}.yaml`, text));
}

function manifestTexts(cluster: Cluster): [name: string, text: string][] {
  const ours = addonObjects(cluster)
    .filter(([, objects]) => objects.length > 0)
    .map(([name, objects]): [string, string] => [name, toYamlDocuments(objects)]);
  return [...ours, ...ownManifests(cluster)];
}

function ownManifests({ profile, sources }: Cluster): [name: string, content: string][] {
  const { plugin } = profile.network;
  const network = typeof plugin === 'object' ? [['30', plugin.manifest] as const] : [];
  const addons = profile.addons
    .flatMap((addon) => (typeof addon === 'object' ? [addon.manifest] : []))
    .map((manifest, index) => [`${90 + Math.min(index, 9)}`, manifest] as const);
  return [...network, ...addons].map(([order, source]) => [
    `${order}-${fileName(source)}`,
    sources.get(source) ?? '',
  ]);
}

function fileName(source: string): string {
  return source.replace(/\.(ya?ml|json)$/, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
}
