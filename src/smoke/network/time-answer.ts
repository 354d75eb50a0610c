import { ETHERNET_BYTES, IPV4, readIpv4, readPorts, sealIpv4, UDP } from './packets.ts';

const NTP_PORT = 123;
const NTP_BYTES = 48;
/** Seconds between the NTP era (1900) and the Unix one (RFC 5905, section 6). */
const ERA_OFFSET = 2_208_988_800;

/** True for a client's NTP question to this address. */
export function asksTime(frame: Buffer, address: number): boolean {
  const packet = readIpv4(frame);
  if (packet === undefined || packet.protocol !== UDP || packet.fragment) return false;
  if (packet.destination !== address || packet.end - packet.start < 8 + NTP_BYTES) return false;
  const mode = (frame[packet.start + 8] ?? 0) & 7;
  return readPorts(frame, packet).destination === NTP_PORT && mode === 3;
}

/** A server's answer (RFC 5905, mode 4, stratum 2) to the question in `frame`: it is `now`, in Unix ms. */
export function answerTime(frame: Buffer, now: number): Buffer {
  const question = readIpv4(frame);
  if (question === undefined) throw new Error('not an IPv4 packet');
  const answer = Buffer.alloc(ETHERNET_BYTES + 20 + 8 + NTP_BYTES);
  frame.copy(answer, 0, 6, 12);
  frame.copy(answer, 6, 0, 6);
  answer.writeUInt16BE(IPV4, 12);
  answer.write('4500', 14, 'hex');
  answer.writeUInt16BE(20 + 8 + NTP_BYTES, 16);
  answer[22] = 64;
  answer[23] = UDP;
  answer.writeUInt32BE(question.destination, 26);
  answer.writeUInt32BE(question.source, 30);
  sealIpv4(answer);
  answer.writeUInt16BE(NTP_PORT, 34);
  answer.writeUInt16BE(readPorts(frame, question).source, 36);
  answer.writeUInt16BE(8 + NTP_BYTES, 38);
  const ntp = answer.subarray(42);
  ntp.write('240203ec', 0, 'hex');
  ntp.write('LAB', 12, 'latin1');
  for (const at of [16, 32, 40]) writeTime(ntp, at, now);
  frame.copy(ntp, 24, question.start + 8 + 40, question.start + 8 + 48);
  return answer;
}

function writeTime(ntp: Buffer, at: number, now: number): void {
  ntp.writeUInt32BE((Math.floor(now / 1000) + ERA_OFFSET) >>> 0, at);
  ntp.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 0x1_0000_0000) >>> 0, at + 4);
}
