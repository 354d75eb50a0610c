import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireDisk } from '../../src/smoke/qemu/require-disk.ts';
import { SmokeError } from '../../src/smoke/smoke-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-disks-'));
beforeAll(() => {
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(folder, 'good'), '1M']);
  writeFileSync(join(folder, 'text'), 'no disk');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a disk image in qcow2 format is taken', async () => {
  await requireDisk('qemu-img', join(folder, 'good'));
});

test.each([
  ['none', 'no disk image that QEMU can read: No such file or directory'],
  ['', 'no disk image that QEMU can read: '],
  ['text', 'not in qcow2 format but raw; qemu-img convert -O qcow2 turns a disk image into it'],
])('%j is refused with the reason', async (name, reason) => {
  const refusal: unknown = await requireDisk('qemu-img', join(folder, name)).catch(
    (cause) => cause,
  );
  expect(refusal).toBeInstanceOf(SmokeError);
  expect(String(refusal)).toContain(reason);
});
