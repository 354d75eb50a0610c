import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader } from '../../../src/smoke/network/frame-stream.ts';

describe('frames on a stream', () => {
  const frames = ['a', 'bb'.repeat(700), '', 'ccc'].map((text) => Buffer.from(text));
  const stream = Buffer.concat(frames.map(encodeFrame));

  it('puts the length before the frame, big-endian', () => {
    expect(encodeFrame(Buffer.from('hello')).toString('latin1')).toBe('\0\0\0\u0005hello');
  });

  it.each([1, 2, 3, 5, 64, 1000, 5000])('reads frames out of chunks of %i bytes', (size) => {
    const reader = new FrameReader();
    const read: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) {
      read.push(...reader.push(stream.subarray(at, at + size)).map((frame) => Buffer.from(frame)));
    }
    expect(read).toEqual(frames);
  });

  it('refuses a length that no frame has', () => {
    expect(() => new FrameReader().push(Buffer.from('ffffffff00', 'hex'))).toThrow('broken');
  });
});
