import { describe, expect, it } from 'vitest';
import type { SwitchPort } from '../../../src/smoke/network/ethernet-switch.ts';
import { createGatewayFilter } from '../../../src/smoke/network/gateway-filter.ts';
import { ipv4FromText, readArp, readIpv4, UDP } from '../../../src/smoke/network/packets.ts';
import { createRouter, ROUTER_MAC } from '../../../src/smoke/network/router.ts';
import { answerTime, asksTime } from '../../../src/smoke/network/time-answer.ts';
import { arpRequest, packet } from './frames.ts';

const GATEWAY = ipv4FromText('10.0.2.2');
const guest = { mac: '52:54:00:00:00:01', address: '10.240.0.11' };

describe('the gateway filter', () => {
  const filter = createGatewayFilter(GATEWAY, [8000]);
  const cases: [string, Buffer, boolean][] = [
    ['ARP for the gateway', arpRequest(guest, '10.0.2.2'), true],
    ['ARP for a guest', arpRequest(guest, '10.240.0.12'), false],
    ['a connection to an allowed port', packet({ destination: '10.0.2.2', port: 8000 }), true],
    ['a connection to another port', packet({ destination: '10.0.2.2', port: 22 }), false],
    ['an answer', packet({ destination: '10.0.2.2', port: 5555, flags: 18 }), true],
    ['a connection to the world', packet({ destination: '1.1.1.1', port: 8000 }), false],
    ['an answer to the world', packet({ destination: '1.1.1.1', flags: 16 }), false],
    ['UDP', packet({ destination: '10.0.2.2', protocol: UDP, port: 8000 }), false],
    ['DNS of the user network', packet({ destination: '10.0.2.3', port: 53 }), false],
  ];
  it.each(cases)('%s', (_name, frame, admitted) => {
    expect(filter.admits(frame)).toBe(admitted);
  });

  it('drops fragments, which could hide where they go', () => {
    const frame = packet({ destination: '10.0.2.2', port: 8000 });
    frame.writeUInt16BE(0x2000, 20);
    expect(filter.admits(frame)).toBe(false);
  });

  it('lets a port in later', () => {
    const frame = packet({ destination: '10.0.2.2', port: 5000 });
    expect(filter.admits(frame)).toBe(false);
    filter.allow(5000);
    expect(filter.admits(frame)).toBe(true);
  });
});

describe('the router', () => {
  const sent: Buffer[] = [];
  const port: SwitchPort = {
    name: 'router',
    receive: (frame) => sent.push(frame),
    detach: () => undefined,
  };
  const router = createRouter(
    {
      addresses: ['10.240.0.1'],
      neighbours: new Map([['141.22.30.32', '52:54:00:00:00:02']]),
      routes: [{ network: '10.200.1.0/24', via: '141.22.30.32' }],
    },
    () => port,
  );
  const routed = (destination: string): Buffer | undefined => {
    sent.length = 0;
    router.deliver(packet({ to: ROUTER_MAC, destination }));
    return sent[0];
  };

  it('answers ARP for its own addresses only', () => {
    sent.length = 0;
    router.deliver(arpRequest(guest, '10.240.0.1'));
    router.deliver(arpRequest(guest, '10.240.0.99'));
    expect(sent.length).toBe(1);
    expect(readArp(sent[0] ?? Buffer.alloc(0))).toMatchObject({
      request: false,
      senderMac: ROUTER_MAC,
      sender: ipv4FromText('10.240.0.1'),
      target: ipv4FromText('10.240.0.11'),
    });
  });

  it('passes on to a neighbour with one hop less and a sound checksum', () => {
    const frame = routed('141.22.30.32');
    expect(frame?.toString('hex', 0, 12)).toBe(`525400000002${ROUTER_MAC}`);
    expect(readIpv4(frame ?? Buffer.alloc(0))?.hops).toBe(63);
    let sum = 0;
    for (let at = 14; at < 34; at += 2) sum += frame?.readUInt16BE(at) ?? 0;
    expect((sum & 0xffff) + (sum >>> 16)).toBe(0xffff);
  });

  it('knows the networks behind a neighbour', () => {
    expect(routed('10.200.1.7')?.toString('hex', 0, 6)).toBe('525400000002');
    expect(routed('10.200.2.7')).toBeUndefined();
  });

  it('has no way out, and counts who wanted one', () => {
    expect(routed('8.8.8.8')).toBeUndefined();
    expect(router.refused.get('8.8.8.8')).toBe(1);
  });
});

describe('the time answer', () => {
  const question = packet({
    destination: '10.0.2.2',
    protocol: UDP,
    port: 123,
    sourcePort: 41000,
    payload: Buffer.alloc(48),
  });
  question[42] = 0x23;
  question.write('0102030405060708', 82, 'hex');

  it('knows a question', () => {
    expect(asksTime(question, GATEWAY)).toBe(true);
    expect(asksTime(question, GATEWAY + 1)).toBe(false);
    expect(asksTime(packet({ destination: '10.0.2.2', port: 123 }), GATEWAY)).toBe(false);
  });

  it('answers to the sender, with its own time mark and the given time', () => {
    const answer = answerTime(question, 1_700_000_000_500);
    expect(readIpv4(answer)).toMatchObject({
      source: GATEWAY,
      destination: ipv4FromText('10.240.0.11'),
      protocol: UDP,
    });
    expect(answer.readUInt16BE(36)).toBe(41000);
    expect((answer[42] ?? 0) & 7).toBe(4);
    expect(answer.toString('hex', 66, 74)).toBe('0102030405060708');
    expect(answer.readUInt32BE(82)).toBe(1_700_000_000 + 2_208_988_800);
    expect(answer.readUInt32BE(86)).toBe(0x8000_0000);
  });
});
