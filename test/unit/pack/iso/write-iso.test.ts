import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { writeIso } from '../../../../src/pack/iso/write-iso.ts';
import { toBytes } from '../../../../src/text/bytes.ts';

const file = (path: string, text = path) => ({ path, bytes: toBytes(text) });

describe('writeIso', () => {
  it('gives the same bytes whatever the order, and these', () => {
    const files = [file('user-data', '#cloud-config\n'), file('meta-data'), file('a/b/c.json')];
    const image = writeIso('cidata', files);
    expect(writeIso('cidata', files.toReversed())).toEqual(image);
    expect(createHash('sha256').update(image).digest('hex')).toMatchInlineSnapshot(
      `"d4d7e89716e5ef6a7a7868296274918dfaff16f053b8a4f539f93a90cb869181"`,
    );
    expect(image.length % 2048).toBe(0);
  });

  it('carries its label in ASCII and in the 16-bit characters of Joliet', () => {
    const image = Buffer.from(writeIso('config-2', [file('x')]));
    const at = (sector: number) => image.subarray(sector * 2048, (sector + 1) * 2048);
    expect(at(16).toString('latin1', 1, 6)).toBe('CD001');
    expect(at(16).toString('latin1', 40, 72)).toBe('config-2'.padEnd(32));
    expect(Buffer.from(at(17).subarray(40, 72)).swap16().toString('utf16le')).toBe(
      'config-2'.padEnd(16),
    );
    expect(image.readUInt32LE(16 * 2048 + 80)).toBe(image.length / 2048);
  });

  it('takes more files than a sector of a directory holds, and empty ones', () => {
    const files = Array.from({ length: 60 }, (_, index) => file(`file-${index}`, ''));
    expect(writeIso('cidata', files).length).toBeGreaterThan(0);
  });

  it.each([
    [['Upper']],
    [['a/../b']],
    [['/a']],
    [['a//b']],
    [['']],
    [['x'.repeat(28)]],
    [['a-b', 'a_b']],
    [['a', 'a']],
    [['a', 'a/b']],
    [['ä']],
  ])('refuses %j', (paths) => {
    expect(() =>
      writeIso(
        'cidata',
        paths.map((path) => file(path)),
      ),
    ).toThrow(TypeError);
  });

  it.each(['', 'CIDATA', 'x'.repeat(17), 'a b'])('refuses the label %j', (label) => {
    expect(() => writeIso(label, [file('a')])).toThrow(TypeError);
  });
});
