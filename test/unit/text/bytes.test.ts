import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sameContent, toBase64, toBytes, toText } from '../../../src/text/bytes.ts';
import { gzip } from '../../../src/text/gzip.ts';
import { toJson } from '../../../src/text/json.ts';

describe('bytes', () => {
  it('knows text from what is none', () => {
    expect(toText(Uint8Array.of(0xc3, 0xa9))).toBe('é');
    expect(toText(Uint8Array.of(0xc3))).toBeUndefined();
    expect(toText('\ud800')).toBeUndefined();
    expect(toText(toBytes('\uFEFFa'))).toBe('\uFEFFa');
  });

  it('compares text and bytes by their bytes', () => {
    expect(sameContent('é', Uint8Array.of(0xc3, 0xa9))).toBe(true);
    expect(sameContent('a', 'b')).toBe(false);
  });

  it('encodes a view of a larger buffer', () => {
    expect(toBase64(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).toBe('AgM=');
  });
});

it('gzip has no time and no operating system in it', () => {
  const packed = gzip(toBytes('text'));
  expect([...packed.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255]);
  expect(gunzipSync(packed).toString()).toBe('text');
});

it('toJson orders keys at every level', () => {
  expect(toJson({ b: [{ d: 1, c: undefined, a: 2 }], a: null })).toBe(
    '{\n  "a": null,\n  "b": [\n    {\n      "a": 2,\n      "d": 1\n    }\n  ]\n}\n',
  );
});
