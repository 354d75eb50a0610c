import {
  ARP,
  IPV4,
  ipv4FromText,
  macFromText,
  sealIpv4,
  TCP,
} from '../../../src/smoke/network/packets.ts';

export const BROADCAST = 'ff:ff:ff:ff:ff:ff';

export function frameOf(destination: string, source: string, text = 'hello'): Buffer {
  const head = Buffer.from(`${macFromText(destination)}${macFromText(source)}88b5`, 'hex');
  return Buffer.concat([head, Buffer.from(text)]);
}

export function arpRequest(sender: { mac: string; address: string }, target: string): Buffer {
  const frame = Buffer.alloc(60);
  frame.write(macFromText(BROADCAST) + macFromText(sender.mac), 0, 'hex');
  frame.writeUInt16BE(ARP, 12);
  frame.write('0001080006040001', 14, 'hex');
  frame.write(macFromText(sender.mac), 22, 'hex');
  frame.writeUInt32BE(ipv4FromText(sender.address), 28);
  frame.writeUInt32BE(ipv4FromText(target), 38);
  return frame;
}

export interface PacketParts {
  readonly to?: string;
  readonly from?: string;
  readonly source?: string;
  readonly destination: string;
  readonly protocol?: number;
  readonly port?: number;
  readonly sourcePort?: number;
  /** TCP flags; 2 is SYN, 16 is ACK. */
  readonly flags?: number;
  readonly payload?: Buffer;
}

/** An IPv4 frame with the start of a TCP or UDP header. */
export function packet(parts: PacketParts): Buffer {
  const payload = parts.payload ?? Buffer.alloc(0);
  const frame = Buffer.alloc(14 + 20 + 20 + payload.length);
  const mac = (text = '02:00:00:00:00:01'): string => macFromText(text);
  frame.write(mac(parts.to) + mac(parts.from), 0, 'hex');
  frame.writeUInt16BE(IPV4, 12);
  frame.write('4500', 14, 'hex');
  frame.writeUInt16BE(frame.length - 14, 16);
  frame[22] = 64;
  frame[23] = parts.protocol ?? TCP;
  frame.writeUInt32BE(ipv4FromText(parts.source ?? '10.240.0.11'), 26);
  frame.writeUInt32BE(ipv4FromText(parts.destination), 30);
  sealIpv4(frame);
  frame.writeUInt16BE(parts.sourcePort ?? 40000, 34);
  frame.writeUInt16BE(parts.port ?? 80, 36);
  frame[47] = parts.flags ?? 2;
  payload.copy(frame, 54);
  return frame;
}
