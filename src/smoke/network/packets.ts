/** Reading and writing the few headers that the lab's switch ports look at. */

export const ARP = 0x0806;
export const IPV4 = 0x0800;
export const TCP = 6;
export const UDP = 17;
export const ETHERNET_BYTES = 14;
export const BROADCAST = 'ffffffffffff';

/** MAC addresses are kept as 12 hex digits, IPv4 addresses as unsigned 32-bit numbers. */
export function macFromText(text: string): string {
  const digits = text.replaceAll(/[:-]/g, '').toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(digits)) throw new Error(`not a MAC address: ${text}`);
  return digits;
}

/** `10.0.2.2` or `10.0.2.2/24` as a number; the prefix length is left out. */
export function ipv4FromText(text: string): number {
  const parts = (text.split('/')[0] ?? '').split('.').map(Number);
  const bad = parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255));
  if (bad) throw new Error(`not an IPv4 address: ${text}`);
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function ipv4ToText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

export function destinationOf(frame: Buffer): string {
  return frame.toString('hex', 0, 6);
}

export function sourceOf(frame: Buffer): string {
  return frame.toString('hex', 6, 12);
}

/** True for broadcast and multicast destinations: the lowest bit of the first byte. */
export function isGroupAddress(frame: Buffer): boolean {
  return ((frame[0] ?? 0) & 1) === 1;
}

export function etherTypeOf(frame: Buffer): number {
  return frame.length < ETHERNET_BYTES ? 0 : frame.readUInt16BE(12);
}

export interface ArpPacket {
  readonly request: boolean;
  readonly senderMac: string;
  readonly sender: number;
  readonly target: number;
}

/** The ARP packet in this frame, if it is one for IPv4 over Ethernet (RFC 826). */
export function readArp(frame: Buffer): ArpPacket | undefined {
  if (etherTypeOf(frame) !== ARP || frame.length < ETHERNET_BYTES + 28) return undefined;
  if (frame.readUInt16BE(16) !== IPV4) return undefined;
  return {
    request: frame.readUInt16BE(20) === 1,
    senderMac: frame.toString('hex', 22, 28),
    sender: frame.readUInt32BE(28),
    target: frame.readUInt32BE(38),
  };
}

/** The answer "`address` is at `mac`" to an ARP request. */
export function answerArp(request: ArpPacket, address: number, mac: string): Buffer {
  const frame = Buffer.alloc(60);
  frame.write(request.senderMac + mac, 0, 'hex');
  frame.writeUInt16BE(ARP, 12);
  frame.write('0001080006040002', 14, 'hex');
  frame.write(mac, 22, 'hex');
  frame.writeUInt32BE(address, 28);
  frame.write(request.senderMac, 32, 'hex');
  frame.writeUInt32BE(request.sender, 38);
  return frame;
}

export interface Ipv4Packet {
  readonly source: number;
  readonly destination: number;
  readonly protocol: number;
  /** Time to live. */
  readonly hops: number;
  readonly fragment: boolean;
  /** Where the IPv4 payload starts and ends in the frame. */
  readonly start: number;
  readonly end: number;
}

/** The IPv4 header of this frame (RFC 791), if it has a sound one. */
export function readIpv4(frame: Buffer): Ipv4Packet | undefined {
  if (etherTypeOf(frame) !== IPV4 || frame.length < ETHERNET_BYTES + 20) return undefined;
  const first = frame[ETHERNET_BYTES] ?? 0;
  const start = ETHERNET_BYTES + (first & 15) * 4;
  const end = ETHERNET_BYTES + frame.readUInt16BE(16);
  if (first >> 4 !== 4 || start < ETHERNET_BYTES + 20 || end > frame.length || start > end) {
    return undefined;
  }
  return {
    source: frame.readUInt32BE(26),
    destination: frame.readUInt32BE(30),
    protocol: frame[23] ?? 0,
    hops: frame[22] ?? 0,
    fragment: (frame.readUInt16BE(20) & 0x3fff) !== 0,
    start,
    end,
  };
}

/** Source and destination port of a TCP or UDP packet. */
export function readPorts(
  frame: Buffer,
  packet: Ipv4Packet,
): { source: number; destination: number } {
  if (packet.end - packet.start < 4) return { source: 0, destination: 0 };
  return {
    source: frame.readUInt16BE(packet.start),
    destination: frame.readUInt16BE(packet.start + 2),
  };
}

/** True for the first packet of a TCP connection: SYN without ACK. */
export function opensTcp(frame: Buffer, packet: Ipv4Packet): boolean {
  if (packet.end - packet.start < 20) return true;
  return ((frame[packet.start + 13] ?? 0) & 0x12) === 0x02;
}

/** Writes the header checksum of the IPv4 header at byte 14 (RFC 1071). */
export function sealIpv4(frame: Buffer): void {
  frame.writeUInt16BE(0, 24);
  const end = ETHERNET_BYTES + ((frame[ETHERNET_BYTES] ?? 0) & 15) * 4;
  let sum = 0;
  for (let at = ETHERNET_BYTES; at < end; at += 2) sum += frame.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  frame.writeUInt16BE(~sum & 0xffff, 24);
}
