import type { MachineNetwork } from '../machine/model.ts';
import { cidrContains, parseAddress, parseCidr } from '../net/address.ts';

/** A route as the renderers write it: `onLink` when the gateway lies outside the node's own network. */
export interface Route {
  readonly to: string;
  readonly via: string;
  readonly onLink: boolean;
}

/** IPv6 addresses that are on every link (RFC 4291, section 2.5.6). */
const linkLocal = parseCidr('fe80::/10');

/** The default route (when there is a gateway) and the extra ones; the default is spelt as a network. */
export function routesOf(network: MachineNetwork): Route[] {
  const own = parseCidr(network.address);
  const { gateway } = network;
  const defaults =
    gateway === undefined || network.addressing === 'dhcp'
      ? []
      : [{ to: parseAddress(gateway).family === 4 ? '0.0.0.0/0' : '::/0', via: gateway }];
  return [...defaults, ...network.routes].map(({ to, via }) => ({
    to,
    via,
    onLink: !cidrContains(own, via) && !cidrContains(linkLocal, via),
  }));
}

/**
 * Network configuration version 2, as cloud-init and netplan read it
 * (docs.cloud-init.io, "Networking config Version 2"; netplan-yaml(5)). Facts it minds: the default route is
 * never the word `default`, which cloud-init's networkd renderer refuses; that renderer takes the key for the
 * interface's name unless a MAC address leads it to one, and netplan refuses a pattern as key, so without a MAC
 * address an image without netplan must call its interface eth0; cloud-init's networkd renderer knows no
 * `on-link`, so a gateway outside the network gets a route of its own.
 */
export function toNetworkConfig(network: MachineNetwork): object {
  const { mac } = network;
  return {
    version: 2,
    ethernets: {
      eth0: {
        match: mac === undefined ? { name: 'e*' } : { macaddress: mac },
        ...addressingOf(network),
        ...nameserversOf(network),
      },
    },
  };
}

function addressingOf(network: MachineNetwork): object {
  const routes = withGatewayRoutes(routesOf(network)).map(({ to, via, onLink }) =>
    onLink ? { to, via, 'on-link': true } : { to, via },
  );
  const ipv4 = parseCidr(network.address).family === 4;
  return {
    ...(network.addressing === 'dhcp'
      ? { [ipv4 ? 'dhcp4' : 'dhcp6']: true }
      : { dhcp4: false, dhcp6: false, addresses: [network.address] }),
    ...(routes.length === 0 ? {} : { routes }),
  };
}

/** Puts, before the first route over a gateway outside the network, the route to that gateway itself. */
export function withGatewayRoutes(routes: readonly Route[]): Route[] {
  const outside = new Set(routes.filter((route) => route.onLink).map((route) => route.via));
  const direct = [...outside].map((gateway) => {
    const ipv4 = parseAddress(gateway).family === 4;
    return { to: `${gateway}/${ipv4 ? 32 : 128}`, via: ipv4 ? '0.0.0.0' : '::', onLink: true };
  });
  return [...direct, ...routes];
}

function nameserversOf({ nameservers, searchDomains }: MachineNetwork): object {
  if (nameservers.length === 0 && searchDomains.length === 0) return {};
  return {
    nameservers: {
      ...(nameservers.length === 0 ? {} : { addresses: nameservers }),
      ...(searchDomains.length === 0 ? {} : { search: searchDomains }),
    },
  };
}
