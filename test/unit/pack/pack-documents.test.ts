import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { checkSize } from '../../../src/pack/check-size.ts';
import { type PackOptions, packDocuments } from '../../../src/pack/pack-documents.ts';
import { renderUserData } from '../../../src/render/cloud-init.ts';
import { renderIgnition } from '../../../src/render/ignition.ts';
import { aFile, bare, nastyMachine } from '../../fixtures/machine.ts';
import { filesOfCloudConfig, filesOfIgnition } from '../../fixtures/read-documents.ts';

const usual: PackOptions = {
  formats: ['cloud-init', 'ignition'],
  platform: 'openstack',
  compression: 'auto',
  ignitionVersion: '3.3.0',
};

function pack(machine: Machine, options: Partial<PackOptions> = {}) {
  const diagnostics = createCollector();
  const artifacts = packDocuments(machine, { ...usual, ...options }, diagnostics);
  const bytesOf = (name: string) =>
    artifacts.find(({ path }) => path === `${machine.name}/${name}`)?.bytes ?? new Uint8Array();
  return { artifacts, bytesOf, diagnostics };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const withText = (size: number) => ({ ...bare, files: [aFile('/a', 'word '.repeat(size / 5))] });
const noise = (size: number) => {
  const hashes = Array.from({ length: size / 128 }, (_, index) =>
    createHash('sha512').update(String(index)).digest('hex'),
  );
  return hashes.join('');
};
/** Text that no compression makes smaller than half. */
const withNoise = (size: number) => ({
  ...bare,
  files: [aFile('/noise', noise(size)), aFile('/small', 'x')],
});

it('names the documents after the machine; what may hold secrets is for its owner only', () => {
  const { artifacts } = pack(nastyMachine());
  expect(artifacts.map(({ path, mode, secret, format }) => [path, mode, secret, format])).toEqual([
    ['node-1/user-data', 0o600, true, 'cloud-init'],
    ['node-1/meta-data', 0o644, false, undefined],
    ['node-1/network-config', 0o644, false, undefined],
    ['node-1/config.ign', 0o600, true, 'ignition'],
  ]);
});

describe('compression', () => {
  it('auto leaves small documents as they are', () => {
    const { bytesOf } = pack(bare);
    expect(text(bytesOf('user-data'))).toBe(renderUserData(bare));
    expect(text(bytesOf('config.ign'))).toBe(renderIgnition(bare, '3.3.0'));
  });

  it('auto packs documents over 16,384 bytes as a whole', () => {
    const machine = withText(20_000);
    const { bytesOf } = pack(machine);
    expect(gunzipSync(bytesOf('user-data')).toString()).toBe(renderUserData(machine));
    expect(text(bytesOf('config.ign'))).toContain('"replace"');
    expect(filesOfIgnition(text(bytesOf('config.ign')))).toEqual(
      filesOfIgnition(renderIgnition(machine, '3.3.0')),
    );
  });

  it('gzip packs small ones too', () => {
    const { bytesOf } = pack(bare, { compression: 'gzip' });
    expect(gunzipSync(bytesOf('user-data')).toString()).toBe(renderUserData(bare));
  });

  it('none packs only large files, and only when the document would not fit', () => {
    const fits = withText(20_000);
    expect(text(pack(fits, { compression: 'none' }).bytesOf('user-data'))).toBe(
      renderUserData(fits),
    );
    const large = withText(90_000);
    const { bytesOf, diagnostics } = pack(large, { compression: 'none' });
    expect(diagnostics.all).toEqual([]);
    expect(text(bytesOf('user-data'))).toContain('encoding: gz+b64');
    expect(filesOfCloudConfig(text(bytesOf('user-data')))).toEqual(
      filesOfCloudConfig(renderUserData(large)),
    );
  });
});

describe('sizes', () => {
  it.each([
    ['openstack', 65_535, (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').length],
    ['nocloud', undefined, (bytes: Uint8Array) => bytes.length],
  ] as const)('are counted as %s counts them', (platform, limit, count) => {
    const [document] = pack(nastyMachine(), { platform }).artifacts;
    expect(document?.limit).toBe(limit);
    expect(document?.encodedSize).toBe(count(document?.bytes ?? new Uint8Array()));
  });

  it('of vSphere are those of gzip and base64, once', () => {
    const sizes = (['gzip', 'none'] as const).map(
      (compression) =>
        pack(withText(30_000), { platform: 'vsphere', compression }).artifacts[0]?.encodedSize,
    );
    expect(sizes[0]).toBe(sizes[1]);
  });

  it('over the limit are an error with the largest files and what would help', () => {
    const machine = withNoise(120_000);
    const { diagnostics } = pack(machine, { formats: ['cloud-init'], compression: 'none' });
    expect(diagnostics.all).toMatchObject([
      {
        code: 'render/userdata-too-large',
        path: ['machines', 0],
        message: expect.stringMatching(
          /cloud-init document of node-1 .* 65,535; largest files: \/noise 119,936, \/small 1$/,
        ),
        hint: expect.stringMatching(/^target.compression: gzip makes it [0-9,]+ bytes; /),
      },
    ]);
    expect(pack(machine, { platform: 'pxe' }).diagnostics.all).toEqual([]);
  });

  it.each([
    [65_535, 0],
    [65_536, 1],
  ])('of %i bytes give %i errors', (encodedSize, errors) => {
    const documents = pack(bare, { formats: ['ignition'] }).artifacts;
    const diagnostics = createCollector();
    for (const document of documents) {
      checkSize(bare, { ...document, encodedSize }, 'openstack', () => undefined, diagnostics);
    }
    expect(diagnostics.all).toHaveLength(errors);
  });
});
