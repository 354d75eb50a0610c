import { flagOf } from '../machine/process.ts';
import { cidrContains, isAddress, isCidrAddress, parseCidr } from '../net/address.ts';
import type { ClusterNode } from '../plan/cluster.ts';
import type { Link } from '../plan/link.ts';
import type { World } from './world.ts';

/** An open port as the rules of the node say it. */
interface Opening {
  readonly protocol: string;
  readonly port: number;
  /** Undefined: from everywhere. */
  readonly sources: readonly string[] | undefined;
}

/**
 * With a firewall in the profile its rules are loaded, drop what they do not name, and let every link of the plan
 * that ends here pass. Raises machine/firewall-closed and machine/missing-path.
 */
export function checkFirewall(world: World): void {
  const { cluster, node } = world;
  if (cluster.profile.network.firewall === undefined) return;
  const from = { component: 'firewall', path: node.path };
  const process = world.processes.find(({ program }) => program === 'nft');
  const path = process === undefined ? undefined : flagOf(process, 'f');
  const text = path === undefined ? undefined : world.places.textAt(path);
  if (text === undefined) {
    const [who, by] = ['clusterseed-firewall.service', 'nft -f'];
    world.report('machine/missing-path', from, { who, by, path: path ?? 'its rules' });
    return;
  }
  if (!/hook input [^\n]*policy drop;/.test(text)) {
    world.report('machine/firewall-open', from, { path: path ?? '' });
  }
  const openings = readOpenings(text);
  const closed = new Set<string>();
  for (const link of cluster.links) {
    const port = listeningPort(world, link);
    const key = `${link.client.component} ${link.server.component} ${port}`;
    if (closed.has(key) || !endsHere(link, node) || passes(world, link, port, openings)) continue;
    closed.add(key);
    world.report('machine/firewall-closed', from, {
      path: path ?? '',
      client: `${link.client.component} of ${link.client.node}`,
      server: link.server.component,
      port,
    });
  }
}

function readOpenings(text: string): Opening[] {
  const [, input = ''] = /chain input \{(.*?)\n {2}\}/s.exec(text) ?? [];
  return input.split('\n').flatMap((line) => {
    const found = /^\s*(?:ip6? saddr \{ ([^}]*) \} )?(tcp|udp) dport (\d+) accept$/.exec(line);
    if (found === null) return [];
    const [, sources, protocol = '', port] = found;
    return [{ protocol, port: Number(port), sources: sources?.split(', ') }];
  });
}

function endsHere({ server, client, through }: Link, node: ClusterNode): boolean {
  const runsPods = node.roles.some((role) => role === 'controller' || role === 'worker');
  if (client.node === node.name || through === 'haproxy') return false;
  return server.node === node.name || (server.node === '*' && runsPods);
}

function listeningPort({ cluster }: World, { server, through, port }: Link): number {
  const isApi = server.component === 'kube-apiserver' && through !== undefined;
  return isApi ? cluster.profile.kubernetes.apiServer.port : port;
}

function passes(world: World, link: Link, port: number, openings: readonly Opening[]): boolean {
  const open = openings.filter((each) => each.protocol === link.protocol && each.port === port);
  const isOpenTo = (address: string) =>
    open.some(
      ({ sources }) => sources === undefined || sources.some((each) => holds(each, address)),
    );
  return addressesOf(world, link).every(isOpenTo);
}

/** Where the link’s packets may come from; an address of nobody stands for everybody. */
function addressesOf({ cluster }: World, { client, through }: Link): string[] {
  const nodes = cluster.nodes.filter(
    ({ roles }) => roles.includes('controller') || roles.includes('worker'),
  );
  if (through === 'balancer' || client.node === 'person') return ['192.0.2.1'];
  if (client.node === 'pods' || client.node === '*') return nodes.map(({ address }) => address);
  return cluster.nodes.filter(({ name }) => name === client.node).map(({ address }) => address);
}

function holds(source: string, address: string): boolean {
  if (isAddress(source)) return source === address;
  return isCidrAddress(source) && cidrContains(parseCidr(source), address);
}
