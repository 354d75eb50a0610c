import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { encodeDocument, type PackOptions } from '../../../src/pack/encode-document.ts';
import { packDocuments } from '../../../src/pack/pack-documents.ts';
import { type PlatformName, platforms } from '../../../src/pack/platforms.ts';
import { platformNames } from '../../../src/profile/schema/names.ts';
import { iccMachines } from '../../fixtures/compiled.ts';
import { aFile } from '../../fixtures/machine.ts';
import { filesOfCloudConfig, filesOfIgnition } from '../../fixtures/read-documents.ts';

const worker = iccMachines().find(({ name }) => name === 'icc-worker-1');
if (worker === undefined) throw new Error('no worker');

/** Text of 90 characters by chance, of which compression makes nothing useful. */
const noise = noiseOf(1_400_000);

function noiseOf(length: number): string {
  const characters = Array.from({ length: 90 }, (_, index) => String.fromCharCode(35 + index));
  const bytes = Array.from({ length: Math.ceil(length / 64) }, (_, round) =>
    createHash('sha512').update(String(round)).digest(),
  );
  return Buffer.concat(bytes)
    .subarray(0, length)
    .reduce((text, byte) => text + characters[byte % 90], '');
}

/** A real machine with an extra file of that many characters, beginning anywhere in the noise. */
function padded(length: number, from = 0): Machine {
  const machine = worker as Machine;
  const files = [...machine.files, aFile('/opt/padding', `${noise.slice(from, from + length)}\n`)];
  return { ...machine, files };
}

const optionsFor = (platform: PlatformName, format: 'cloud-init' | 'ignition'): PackOptions => ({
  formats: [format],
  platform,
  compression: 'auto',
  ignitionVersion: '3.3.0',
  delivery: 'inline',
});

/**
 * A machine whose document has exactly that size: nearly so by halving, then by steps as long as what is missing, as
 * one more character makes a compressed document grow by none, one or two bytes; then so with other paddings.
 */
function machineOfSize(size: number, options: PackOptions): Machine {
  const sizeOf = (machine: Machine) =>
    encodeDocument(machine, options.formats[0] ?? 'ignition', options).size;
  let below = 0;
  let above = 1_300_000;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (sizeOf(padded(middle)) < size) below = middle;
    else above = middle;
  }
  for (let from = 0; from < 60; from += 1) {
    let length = above;
    for (let step = 0; step < 12; step += 1) {
      const machine = padded(length, from);
      const missing = size - sizeOf(machine);
      if (missing === 0) return machine;
      length += missing;
    }
  }
  throw new Error(`no document of ${size} bytes was found`);
}

/** As the platform's own documentation counts, without the code under test. */
const counted: Readonly<Record<string, (bytes: Buffer) => number>> = {
  openstack: (bytes) => bytes.toString('base64').length,
  vsphere: (bytes) =>
    (bytes[0] === 0x1f ? bytes : gzipSync(bytes, { level: 9, memLevel: 5 })).toString('base64')
      .length,
  aws: (bytes) => bytes.length,
  azure: (bytes) => bytes.toString('base64').length,
  gcp: (bytes) => (bytes[0] === 0x1f ? bytes.toString('base64').length : bytes.length),
  hetzner: (bytes) => (bytes[0] === 0x1f ? bytes.toString('base64').length : bytes.length),
  digitalocean: (bytes) => bytes.length,
  cloudstack: (bytes) => bytes.toString('base64').length,
  kubevirt: (bytes) => bytes.length,
};

/** The last size that fits and the first that does not; base64 knows only every fourth, base64 in base64 fewer. */
const boundaries = [
  ['openstack', 'cloud-init', 65_532, 65_536],
  ['openstack', 'ignition', 65_528, 65_536],
  ['vsphere', 'cloud-init', 65_536, 65_540],
  ['aws', 'cloud-init', 16_384, 16_385],
  ['azure', 'cloud-init', 87_380, 87_384],
  ['gcp', 'cloud-init', 262_144, 262_148],
  ['hetzner', 'cloud-init', 32_768, 32_772],
  ['digitalocean', 'cloud-init', 65_536, 65_537],
  ['cloudstack', 'cloud-init', 32_768, 32_772],
  ['kubevirt', 'cloud-init', 1_048_576, 1_048_577],
] as const;

describe('a real document, padded by an extra file to the limit', () => {
  it.each(boundaries)('%s, %s: %i bytes fit, %i do not', (platform, format, last, first) => {
    const options = optionsFor(platform, format);
    const found = [last, first].map((size) => {
      const machine = machineOfSize(size, options);
      const diagnostics = createCollector();
      const [document] = packDocuments(machine, options, diagnostics);
      const bytes = Buffer.from(document?.bytes ?? []);
      expect(document?.encodedSize).toBe(counted[platform]?.(bytes));
      const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
      const files = format === 'ignition' ? filesOfIgnition(text) : filesOfCloudConfig(text);
      expect(files.has('/opt/padding')).toBe(true);
      return [document?.encodedSize, diagnostics.all.map(({ code }) => code)];
    });
    expect(found).toEqual([
      [last, []],
      [first, ['render/userdata-too-large']],
    ]);
  });

  it('covers every platform that has a limit, and the profile knows every platform', () => {
    const limited = Object.entries(platforms).flatMap(([name, { limit }]) => (limit ? [name] : []));
    expect([...new Set(boundaries.map(([name]) => name))].sort()).toEqual(limited.sort());
    expect([...platformNames].sort()).toEqual(Object.keys(platforms).sort());
  });
});

it('nothing compressed goes where base64 is not decoded', () => {
  const { bytes, compressed } = encodeDocument(padded(20_000), 'cloud-init', {
    ...optionsFor('digitalocean', 'cloud-init'),
    compression: 'gzip',
  });
  expect(compressed).toBe(false);
  expect(Buffer.from(bytes).toString('utf8', 0, 13)).toBe('#cloud-config');
});
