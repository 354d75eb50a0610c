import type { Cluster } from '../../plan/cluster.ts';
import { dockerCgroupDriver } from '../kubelet/configuration-flags.ts';

/**
 * daemon.json (docs.docker.com, dockerd): pods are networked by CNI, so Docker leaves iptables and the default bridge
 * alone; the cgroup driver is the kubelet's, which exits on another; logs are bounded.
 */
export function daemonConfig({ profile }: Pick<Cluster, 'profile'>): Record<string, unknown> {
  const { images, insecureImages } = profile.mirror;
  const [registry = ''] = (images ?? '').split('/');
  return {
    'exec-opts': [`native.cgroupdriver=${dockerCgroupDriver}`],
    bridge: 'none',
    iptables: false,
    'ip-masq': false,
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'storage-driver': 'overlay2',
    ...(insecureImages && images !== undefined ? { 'insecure-registries': [registry] } : {}),
  };
}
