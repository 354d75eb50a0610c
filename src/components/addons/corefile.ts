import type { Cluster } from '../../plan/cluster.ts';

/** One plugin of a server block: its name with arguments, and the lines of its own block. */
type Directive = readonly [line: string, ...block: string[]];

/**
 * The Corefile of kubeadm (cmd/kubeadm/app/phases/addons/dns/manifests.go): the cluster's domain from the API, the
 * rest from the name servers of the node, which are the real ones (the kubelet's resolvConf), so nothing loops.
 */
export function corefile({ profile }: Pick<Cluster, 'profile'>): string {
  const directives: Directive[] = [
    ['errors'],
    ['health', 'lameduck 5s'],
    ['ready'],
    [
      `kubernetes ${profile.network.domain} in-addr.arpa ip6.arpa`,
      'pods insecure',
      'fallthrough in-addr.arpa ip6.arpa',
      'ttl 30',
    ],
    ['prometheus :9153'],
    ['forward . /etc/resolv.conf', 'max_concurrent 1000'],
    ['cache 30'],
    ['loop'],
    ['reload'],
    ['loadbalance'],
  ];
  return `.:53 {\n${directives.map(formatDirective).join('')}}\n`;
}

function formatDirective([line, ...block]: Directive): string {
  if (block.length === 0) return `    ${line}\n`;
  return `    ${line} {\n${block.map((inner) => `        ${inner}\n`).join('')}    }\n`;
}
