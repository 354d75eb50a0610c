import type { SwitchPort } from './ethernet-switch.ts';
import {
  answerArp,
  ETHERNET_BYTES,
  ipv4FromText,
  ipv4ToText,
  macFromText,
  readArp,
  readIpv4,
  sealIpv4,
} from './packets.ts';

export interface RouterOptions {
  /** The gateway addresses that the documents name, for example 141.22.30.254. */
  readonly addresses: readonly string[];
  /** Who has which address, behind the same switch. */
  readonly neighbours: ReadonlyMap<string, string>;
  /** Further networks and the neighbour that they lie behind. */
  readonly routes?: readonly { readonly network: string; readonly via: string }[];
}

export interface Router {
  readonly deliver: (frame: Buffer) => void;
  /** Destinations that it had no way to, with the number of packets: what guests would have sent outside. */
  readonly refused: ReadonlyMap<string, number>;
}

export const ROUTER_MAC = '525500000001';

/**
 * The subnets' gateway: answers ARP for its addresses and passes IPv4 on between the lab's own addresses, so
 * that documents boot with the networks and routes that they ship with. There is no way out of it.
 */
export function createRouter(options: RouterOptions, port: () => SwitchPort): Router {
  const own = new Set(options.addresses.map(ipv4FromText));
  const neighbours = new Map(
    [...options.neighbours].map(([address, mac]) => [ipv4FromText(address), macFromText(mac)]),
  );
  const routes = (options.routes ?? []).map((route) => ({
    ...rangeOf(route.network),
    via: ipv4FromText(route.via),
  }));
  const refused = new Map<string, number>();

  const nextMac = (to: number): string | undefined =>
    neighbours.get(to) ??
    neighbours.get(routes.find((route) => to >= route.first && to <= route.last)?.via ?? -1);

  const pass = (frame: Buffer): void => {
    const packet = readIpv4(frame);
    if (packet === undefined || frame.toString('hex', 0, 6) !== ROUTER_MAC) return;
    const mac = packet.hops > 1 ? nextMac(packet.destination) : undefined;
    if (mac === undefined) {
      const name = ipv4ToText(packet.destination);
      refused.set(name, (refused.get(name) ?? 0) + 1);
      return;
    }
    const copy = Buffer.from(frame);
    copy.write(mac + ROUTER_MAC, 0, 'hex');
    copy[ETHERNET_BYTES + 8] = packet.hops - 1;
    sealIpv4(copy);
    port().receive(copy);
  };

  return {
    refused,
    deliver: (frame) => {
      const arp = readArp(frame);
      if (arp === undefined) return pass(frame);
      if (arp.request && own.has(arp.target))
        port().receive(answerArp(arp, arp.target, ROUTER_MAC));
    },
  };
}

function rangeOf(network: string): { first: number; last: number } {
  const size = 2 ** (32 - Number(network.split('/')[1] ?? 32));
  const address = ipv4FromText(network);
  const first = address - (address % size);
  return { first, last: first + size - 1 };
}
