import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { type PackOptions, packDocuments } from '../../../src/pack/pack-documents.ts';
import { partUrl } from '../../../src/pack/store.ts';
import { renderUserData } from '../../../src/render/cloud-init.ts';
import { renderIgnition } from '../../../src/render/ignition.ts';
import { aFile, bare, nastyMachine } from '../../fixtures/machine.ts';
import { filesOfCloudConfig, filesOfIgnition } from '../../fixtures/read-documents.ts';

const usual: PackOptions = {
  formats: ['cloud-init', 'ignition'],
  platform: 'openstack',
  compression: 'auto',
  ignitionVersion: '3.3.0',
  delivery: 'inline',
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

  it('over the limit are an error with figures and the smallest change that fits', () => {
    const machine = withNoise(100_000);
    const { diagnostics } = pack(machine, { formats: ['cloud-init'], compression: 'none' });
    const [finding] = diagnostics.all;
    expect(finding).toMatchObject({
      code: 'render/userdata-too-large',
      path: ['machines', 0],
      message: expect.stringMatching(
        /cloud-init document of node-1 has [0-9,]+ bytes \(base64\), openstack takes 65,535: [0-9,]+ too many$/,
      ),
      hint: expect.stringMatching(
        /^smallest change that fits \([0-9,]{5} bytes\), under target: delivery: split {2}and {2}store: \{ url: https:\S+ \}$/,
      ),
    });
    expect(pack(machine, { platform: 'pxe' }).diagnostics.all).toEqual([]);
  });
});

describe('split', () => {
  const store = { url: 'https://seed.example.org/', cluster: 'icc', token: 'a'.repeat(32) };

  it('gives a small document and the part that it names by its SHA-256', () => {
    const machine = nastyMachine();
    const { artifacts, bytesOf, diagnostics } = pack(machine, { delivery: 'split', store });
    expect(diagnostics.all).toEqual([]);
    expect(artifacts.map(({ path, mode, secret, format }) => [path, mode, secret, format])).toEqual(
      [
        ['node-1/user-data', 0o600, true, 'cloud-init'],
        ['node-1/user-data.part.json', 0o600, true, undefined],
        ['node-1/meta-data', 0o644, false, undefined],
        ['node-1/network-config', 0o644, false, undefined],
        ['node-1/config.ign', 0o600, true, 'ignition'],
        ['node-1/config.part.ign', 0o600, true, undefined],
      ],
    );
    const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
    const small = text(bytesOf('user-data'));
    expect(small).toContain(`"sha256": "${sha256(bytesOf('user-data.part.json'))}"`);
    expect(small).toContain('https://seed.example.org/node-1/user-data.part.json');
    expect(small).not.toContain('hunter2');
    expect(JSON.parse(text(bytesOf('config.ign'))).ignition.config.replace).toEqual({
      source: 'https://seed.example.org/node-1/config.part.ign',
      verification: { hash: `sha256-${sha256(bytesOf('config.part.ign'))}` },
      httpHeaders: [{ name: 'Authorization', value: `Bearer ${store.token}` }],
    });
    const hashes = artifacts.flatMap(({ tokenSha256 }) => tokenSha256 ?? []);
    expect(hashes).toEqual([sha256(store.token), sha256(store.token)]);
  });

  it('keeps sudo rules in the small document and every other file in the part', () => {
    const machine = nastyMachine();
    const { bytesOf } = pack(machine, { delivery: 'split', store });
    const part = JSON.parse(text(bytesOf('user-data.part.json')));
    const inPart: string[] = part.files.map(({ path }: { path: string }) => path);
    const inSmall = [...filesOfCloudConfig(text(bytesOf('user-data'))).keys()];
    const whole = [...filesOfCloudConfig(renderUserData(machine)).keys()];
    const sudo = whole.filter((path) => path.startsWith('/etc/sudoers.d/'));
    expect(sudo).toHaveLength(1);
    expect(inSmall).toEqual(expect.arrayContaining(sudo));
    expect([...inPart, ...sudo].sort()).toEqual(whole.sort());
  });

  it.each([
    ['https://s/x', 'https://s/x/n/f'],
    ['https://s/x/', 'https://s/x/n/f'],
    ['https://s/{cluster}/{node}/{sha256}', 'https://s/icc/n/abc'],
    ['https://s/?of={node}&file={file}', 'https://s/?of=n&file=f'],
  ])('fills in %s', (url, filled) => {
    expect(partUrl({ url, cluster: 'icc' }, { node: 'n', file: 'f', sha256: 'abc' })).toBe(filled);
  });
});
