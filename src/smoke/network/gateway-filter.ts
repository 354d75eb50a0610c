import { opensTcp, readArp, readIpv4, readPorts, TCP } from './packets.ts';

export interface GatewayFilter {
  /** True for the frames that may go to the host's user network. */
  readonly admits: (frame: Buffer) => boolean;
  /** Lets guests dial this TCP port of the host's loopback address. */
  readonly allow: (port: number) => void;
}

/**
 * Lets through to QEMU's user network only ARP for the gateway's address and TCP to it: new connections to
 * the allowed ports, and the rest of those that the host itself opened. So no packet of a guest leaves for
 * any other address, and no other service of the host is in reach, without `restrict=on` (which would also
 * refuse the mirror, but for one connection by `guestfwd`).
 */
export function createGatewayFilter(gateway: number, ports: Iterable<number>): GatewayFilter {
  const allowed = new Set(ports);
  return {
    allow: (port) => {
      allowed.add(port);
    },
    admits: (frame) => {
      const arp = readArp(frame);
      if (arp !== undefined) return arp.target === gateway;
      const packet = readIpv4(frame);
      if (packet === undefined || packet.fragment) return false;
      if (packet.destination !== gateway || packet.protocol !== TCP) return false;
      return !opensTcp(frame, packet) || allowed.has(readPorts(frame, packet).destination);
    },
  };
}
