import type { Link } from '../plan/link.ts';
import { nodeLinks } from './links.ts';
import type { Listener } from './listeners.ts';
import type { World } from './world.ts';

/** What the addons of ours listen on, on every node with pods (pkg/cluster/ports; flannel’s VXLAN is the kernel’s). */
const kubeProxyPorts = [10_249, 10_256];

/**
 * No two programs of the node listen on the same port, and what the plan’s links dial here is listened on. Raises
 * machine/port-taken and machine/port-silent.
 */
export function checkPorts(
  world: World,
  own: readonly Listener[],
  pods: readonly Listener[],
): void {
  const others = pods.filter(
    (pod) => !own.some(({ component, port }) => component === pod.component && port === pod.port),
  );
  const all = [...own, ...addonListeners(world), ...others];
  for (const [index, later] of all.entries()) {
    const first = all.slice(0, index).find((each) => collide(each, later));
    if (first === undefined) continue;
    const [kept, blamed] = first.from.component === 'profile' ? [later, first] : [first, later];
    world.report('machine/port-taken', blamed.from, {
      port: blamed.port,
      first: kept.name,
      second: blamed.name,
    });
  }
  checkDialled(world, own);
}

function collide(a: Listener, b: Listener): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.address === b.address || a.address === '*' || b.address === '*';
}

function addonListeners({ cluster, node }: World): Listener[] {
  const { addons, network } = cluster.profile;
  const runsPods = node.roles.some((role) => role === 'controller' || role === 'worker');
  if (!runsPods) return [];
  const proxy = addons.includes('kube-proxy') ? kubeProxyPorts : [];
  const from = { component: 'kube-proxy', path: node.path };
  return [
    ...proxy.map((port) => ({
      component: 'kube-proxy',
      name: 'kube-proxy',
      address: '*',
      port,
      protocol: 'tcp' as const,
      from,
    })),
    ...(network.plugin === 'flannel'
      ? [
          {
            component: 'flannel',
            name: 'flannel',
            address: '*',
            port: 8472,
            protocol: 'udp' as const,
            from: { component: 'flannel', path: node.path },
          },
        ]
      : []),
  ];
}

/** One finding for each port and component: the links of a large cluster dial the same one. */
function checkDialled(world: World, listeners: readonly Listener[]): void {
  const silent = new Set<string>();
  for (const link of nodeLinks(world).inbound) {
    if (link.through !== undefined) continue;
    const { component } = link.server;
    const key = `${component} ${link.port}`;
    if (silent.has(key) || listeners.some((each) => answers(each, link, world))) continue;
    silent.add(key);
    const from = { component, path: world.node.path };
    const { client, host, port } = link;
    const dialler = `${client.component} of ${client.node}`;
    world.report('machine/port-silent', from, { server: component, port, host, client: dialler });
  }
}

function answers(
  { component, port, address, protocol }: Listener,
  link: Link,
  { node }: World,
): boolean {
  if (component !== link.server.component || port !== link.port || protocol !== link.protocol) {
    return false;
  }
  if (address === '*') return true;
  const isLocal = link.client.node === node.name && ['localhost', '127.0.0.1'].includes(link.host);
  return address === (isLocal ? '127.0.0.1' : node.address) || address === link.host;
}
