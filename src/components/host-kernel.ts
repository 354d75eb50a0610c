import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';

/** Modules to load at boot, sorted: what pods and their network need, then the profile's. */
export function kernelModules(cluster: Cluster, node: ClusterNode): string[] {
  const { kubernetes } = cluster.profile;
  const needed = runsKubelet(node)
    ? ['overlay', 'br_netfilter', ...(kubernetes.kubeProxy.mode === 'ipvs' ? ipvsModules : [])]
    : [];
  return [...new Set([...needed, ...node.modules])].sort();
}

/** pkg/proxy/ipvs/README.md of Kubernetes, without the schedulers, which load on demand. */
const ipvsModules = ['ip_vs', 'ip_vs_rr', 'nf_conntrack'];

/** What the kubelet demands with protectKernelDefaults (pkg/kubelet/cm/container_manager_linux.go). */
const kubeletDefaults: Readonly<Record<string, string>> = {
  'kernel.keys.root_maxbytes': '25000000',
  'kernel.keys.root_maxkeys': '1000000',
  'kernel.panic': '10',
  'kernel.panic_on_oops': '1',
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
};

/** Kernel settings, sorted by name; the profile's win over ours. */
export function kernelSettings(cluster: Cluster, node: ClusterNode): (readonly [string, string])[] {
  const ours = runsKubelet(node) ? { ...kubeletDefaults, ...forwarding(cluster) } : {};
  return Object.entries({ ...ours, ...node.sysctls }).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Pods are routed and their bridged packets are filtered; IPv6 only where pods have it: it ends autoconfiguration. */
function forwarding({ pods }: Pick<Cluster, 'pods'>): Record<string, string> {
  return {
    'net.bridge.bridge-nf-call-ip6tables': '1',
    'net.bridge.bridge-nf-call-iptables': '1',
    ...(pods.family === 4
      ? { 'net.ipv4.ip_forward': '1' }
      : { 'net.ipv6.conf.all.forwarding': '1' }),
  };
}
