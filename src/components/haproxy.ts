import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { rootBundle } from '../pki/trust.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { toJson } from '../text/json.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { haproxyConfigText, haproxyPaths } from './haproxy/haproxy-config.ts';
import { haproxyImage, haproxyUnit } from './haproxy/haproxy-units.ts';
import { rootFile } from './root-file.ts';

/**
 * HAProxy on a frontend: the endpoint's port, passed on to every API server that is ready. It holds the cluster
 * CA's certificate and no key. The configuration lies there before the package does, which therefore keeps it.
 */
export const haproxy: Component = {
  name: 'haproxy',
  contribute: ({ cluster, node, secrets }: ComponentInput): MachinePart => {
    const from = originOf('haproxy', node);
    const packaged = operatingSystem(node.os).packageManager === 'apt';
    return {
      packages: packaged ? ['haproxy'] : [],
      images: packaged ? [] : [haproxyImage(cluster)],
      files: [
        rootFile(from, haproxyPaths.config, haproxyConfigText(cluster, node)),
        rootFile(from, haproxyPaths.ca, rootBundle(secrets, 'kubernetes')),
        ...dockerConfig(cluster, node, from),
      ],
      units: [haproxyUnit(cluster, node, from)],
    };
  },
};

/** Lets docker pull from a mirror that speaks plain http. */
function dockerConfig({ profile }: Cluster, node: ClusterNode, from: Origin): MachineFile[] {
  const { images, insecureImages } = profile.mirror;
  if (node.os !== 'flatcar' || images === undefined || !insecureImages) return [];
  const [registry = ''] = images.split('/');
  return [rootFile(from, '/etc/docker/daemon.json', toJson({ 'insecure-registries': [registry] }))];
}
