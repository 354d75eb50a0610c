import { joinHostPort } from '../../net/address.ts';
import type { Cluster, ClusterNode } from '../../plan/cluster.ts';
import type { Link } from '../../plan/link.ts';
import { readyPath } from '../../plan/versions.ts';
import { formatHaproxy, type HaproxyLine, type HaproxySection } from '../../text/haproxy.ts';
import { findLinks } from '../links.ts';

/** Where HAProxy finds its configuration and the CA that its checks trust. */
export const haproxyPaths = {
  directory: '/etc/haproxy',
  config: '/etc/haproxy/haproxy.cfg',
  ca: '/etc/haproxy/kubernetes-ca.crt',
} as const;

/** Statistics for people on the machine: `curl 127.0.0.1:8404`. */
const statsAddress = '127.0.0.1:8404';

/**
 * The configuration of one frontend, for HAProxy 2.4 to 3.2: TCP pass-through, so that client certificates reach
 * the API server, and a readiness check over TLS that a lost etcd or a foreign certificate fails. Servers are
 * addresses: nothing is resolved. Events go to standard output, which is the journal.
 */
export function haproxyConfigText(cluster: Cluster, node: ClusterNode): string {
  const backends = findLinks(cluster, {
    client: 'haproxy',
    clientNode: node.name,
    server: 'kube-apiserver',
  });
  return formatHaproxy([
    globalSection,
    defaultsSection,
    frontend(cluster.endpoint.port, node.address.includes(':')),
    {
      head: ['backend', 'kube-apiserver'],
      lines: [
        ['log', 'global'],
        ...checkLines(backends, readyPath(cluster.version)),
        ...backends.map(serverLine),
      ],
    },
    statsSection,
  ]);
}

const globalSection: HaproxySection = {
  head: ['global'],
  lines: [
    ['log', 'stdout', 'format', 'raw', 'local0'],
    ['maxconn', 8_000],
    ['user', 'haproxy'],
    ['group', 'haproxy'],
  ],
};

/** Watches and `kubectl exec` live long; keep-alives find the dead among them. */
const defaultsSection: HaproxySection = {
  head: ['defaults'],
  lines: [
    ['mode', 'tcp'],
    ['option', 'dontlognull'],
    ['option', 'clitcpka'],
    ['option', 'srvtcpka'],
    ['retries', 3],
    ['option', 'redispatch'],
    ['timeout', 'connect', '5s'],
    ['timeout', 'client', '1h'],
    ['timeout', 'server', '1h'],
    ['timeout', 'client-fin', '30s'],
    ['timeout', 'server-fin', '30s'],
    ['timeout', 'check', '5s'],
    ['default-server', 'inter', '5s', 'fall', 3, 'rise', 2, 'on-marked-down', 'shutdown-sessions'],
  ],
};

const logged: readonly HaproxyLine[] = [
  ['log', 'global'],
  ['option', 'tcplog'],
];

function frontend(port: number, ipv6: boolean): HaproxySection {
  const bind = ipv6 ? ['bind', `:::${port}`, 'v4v6'] : ['bind', `:${port}`];
  return {
    head: ['frontend', 'kube-apiserver'],
    lines: [bind, ...logged, ['default_backend', 'kube-apiserver']],
  };
}

function checkLines(backends: readonly Link[], path: string): HaproxyLine[] {
  const name = backends[0]?.serverName ?? 'kubernetes';
  return [
    ['balance', 'leastconn'],
    ['option', 'httpchk'],
    [
      ...['http-check', 'send', 'meth', 'GET', 'uri', path],
      ...['ver', 'HTTP/1.1', 'hdr', 'Host', name],
    ],
    ['http-check', 'expect', 'status', 200],
  ];
}

function serverLine({ server, host, port, serverName = 'kubernetes' }: Link): HaproxyLine {
  return [
    ...['server', server.node, joinHostPort(host, port)],
    ...['check', 'check-ssl', 'check-sni', serverName],
    ...['verify', 'required', 'verifyhost', serverName, 'ca-file', haproxyPaths.ca],
  ];
}

const statsSection: HaproxySection = {
  head: ['frontend', 'stats'],
  lines: [
    ['bind', statsAddress],
    ['mode', 'http'],
    ['stats', 'enable'],
    ['stats', 'uri', '/'],
    ['stats', 'refresh', '10s'],
  ],
};
