import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EthernetSwitch, type SwitchPort } from '../../../src/smoke/network/ethernet-switch.ts';
import { BROADCAST, frameOf } from './frames.ts';

const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const C = '02:00:00:00:00:0c';

let fabric: EthernetSwitch;
let ports: Record<string, SwitchPort>;
let got: Record<string, Buffer[]>;

function plug(name: string, admits?: (frame: Buffer) => boolean): void {
  const inbox: Buffer[] = [];
  got[name] = inbox;
  ports[name] = fabric.attach(name, {
    deliver: (frame) => inbox.push(frame),
    ...(admits === undefined ? {} : { admits }),
  });
}

function counts(): Record<string, number> {
  return Object.fromEntries(Object.entries(got).map(([name, frames]) => [name, frames.length]));
}

beforeEach(() => {
  fabric = new EthernetSwitch(7);
  ports = {};
  got = {};
  for (const name of ['a', 'b', 'c']) plug(name);
});

describe('learning', () => {
  it('floods a broadcast to every port but the one it came from', () => {
    ports.a?.receive(frameOf(BROADCAST, A));
    expect(counts()).toEqual({ a: 0, b: 1, c: 1 });
  });

  it('floods a destination that it has not seen, and only until it has', () => {
    ports.a?.receive(frameOf(B, A));
    expect(counts()).toEqual({ a: 0, b: 1, c: 1 });
    ports.b?.receive(frameOf(A, B));
    ports.a?.receive(frameOf(B, A));
    expect(counts()).toEqual({ a: 1, b: 2, c: 1 });
  });

  it('follows a machine that moves to another port', () => {
    ports.b?.receive(frameOf(A, B));
    ports.c?.receive(frameOf(A, B));
    ports.a?.receive(frameOf(B, A));
    expect(got.c?.length).toBe(2);
    expect(got.b?.length).toBe(1);
  });

  it('does not send a frame back by the port it came from', () => {
    ports.a?.receive(frameOf(BROADCAST, A));
    ports.a?.receive(frameOf(A, C));
    expect(got.a).toEqual([]);
  });

  it('forgets what lay behind a port that is detached', () => {
    ports.b?.receive(frameOf(A, B));
    ports.b?.detach();
    ports.a?.receive(frameOf(B, A));
    expect(got.c?.length).toBe(2);
    expect(() => plug('a')).toThrow('already');
  });

  it('hands on the bytes as they are and drops what is no frame', () => {
    const frame = frameOf(BROADCAST, A, 'payload');
    ports.a?.receive(frame);
    ports.a?.receive(Buffer.alloc(5));
    expect(got.b).toEqual([frame]);
  });
});

describe('a port that admits only some frames', () => {
  it('gets no other, neither flooded nor addressed', () => {
    plug('gateway', (frame) => frame.includes('yes'));
    ports.gateway?.receive(frameOf(BROADCAST, C));
    ports.a?.receive(frameOf(BROADCAST, A, 'no'));
    ports.a?.receive(frameOf(C, A, 'no'));
    ports.a?.receive(frameOf(C, A, 'yes'));
    expect(got.gateway?.length).toBe(1);
  });
});

describe('faults', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('cuts a port in both directions until it is mended', () => {
    fabric.faults.cut('a');
    ports.a?.receive(frameOf(BROADCAST, A));
    ports.b?.receive(frameOf(BROADCAST, B));
    expect(counts()).toEqual({ a: 0, b: 0, c: 1 });
    fabric.faults.mend('a');
    ports.b?.receive(frameOf(BROADCAST, B));
    expect(got.a?.length).toBe(1);
  });

  it('severs two ports and leaves each its other ways', () => {
    fabric.faults.sever('a', 'b');
    ports.a?.receive(frameOf(BROADCAST, A));
    ports.b?.receive(frameOf(BROADCAST, B));
    expect(counts()).toEqual({ a: 0, b: 0, c: 2 });
    fabric.faults.mend();
    ports.a?.receive(frameOf(BROADCAST, A));
    expect(got.b?.length).toBe(1);
  });

  it('delays frames and keeps their order', () => {
    fabric.faults.delay('b', 50);
    ports.a?.receive(frameOf(BROADCAST, A, '1'));
    ports.a?.receive(frameOf(BROADCAST, A, '2'));
    expect(counts()).toEqual({ a: 0, b: 0, c: 2 });
    vi.advanceTimersByTime(50);
    expect(got.b?.map((frame) => frame.toString('latin1', 14))).toEqual(['1', '2']);
  });

  it('loses the same frames for the same seed', () => {
    const run = (seed: number): string => {
      const lossy = new EthernetSwitch(seed);
      const arrived: string[] = [];
      lossy.attach('to', { deliver: (frame) => arrived.push(frame.toString('latin1', 14)) });
      const from = lossy.attach('from', { deliver: () => undefined });
      lossy.faults.lose('to', 0.5);
      for (let n = 0; n < 100; n++) from.receive(frameOf(BROADCAST, A, String(n)));
      return arrived.join();
    };
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
    expect(run(1).split(',').length).toBeGreaterThan(30);
    expect(run(1).split(',').length).toBeLessThan(70);
  });

  it('delivers nothing after it is closed', () => {
    fabric.faults.delay('b', 50);
    ports.a?.receive(frameOf(BROADCAST, A));
    fabric.close();
    vi.advanceTimersByTime(100);
    expect(got.b).toEqual([]);
  });
});
