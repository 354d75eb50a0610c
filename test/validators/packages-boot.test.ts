import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { grubConfig } from '../../src/pack/pxe/loaders.ts';
import { iccFixture } from '../fixtures/cluster.ts';
import { nastyTexts } from '../fixtures/machine.ts';
import { bytesOf, packagesOf, textOf, withMacs } from '../fixtures/packaged.ts';
import { placePackages } from './packages/place-packages.ts';
import { readWithPyyaml } from './pyyaml/read-with-pyyaml.ts';
import { runWell } from './trees/run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-boot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const url = 'http://192.0.2.1/icc';
const icc = await iccFixture(withMacs);
const files = packagesOf(icc, ['pxe', 'libvirt', 'kubevirt'], url);
const flatcar = packagesOf(
  await iccFixture((text) =>
    text
      .replace('format: [cloud-init, ignition]', 'format: ignition')
      .replace('ubuntu-24.04', 'flatcar'),
  ),
  ['libvirt'],
);
beforeAll(() => placePackages(folder, files));

it('GRUB reads its configurations, whatever the words', () => {
  const check = (text: string) => runWell('/usr/bin/grub-script-check', [], { input: text });
  const configs = [...files.keys()].filter((path) => path.startsWith('packages/pxe/grub/'));
  expect(configs).toHaveLength(icc.cluster.nodes.length);
  for (const path of configs) check(textOf(files, path));
  const words = nastyTexts.filter((text) => !/[\0\n]/.test(text));
  const plan = { kernel: 'http://a/k', initrd: 'http://a/i', arguments: words };
  check(grubConfig("a { ; $x 'name'", plan));
});

it('cloud-init fetches its seed from what each loader gives the kernel', () => {
  const judge = join(import.meta.dirname, 'packages/read-netboot.py');
  const root = join(folder, 'packages/pxe');
  const lines = {
    ipxe: /^kernel \S+ (.*)$/m.exec(textOf(files, 'packages/pxe/ipxe/mac-52-54-00-00-00-07.ipxe')),
    pxelinux: /APPEND (.*)$/m.exec(textOf(files, 'packages/pxe/pxelinux.cfg/01-52-54-00-00-00-07')),
  };
  for (const match of Object.values(lines)) {
    const read = JSON.parse(runWell('/usr/bin/python3', [judge, root, url, match?.[1] ?? '']));
    expect(read.mode).toBe('net');
    expect(read.metaData).toEqual({ 'instance-id': 'icc-ctrl-1', 'local-hostname': 'icc-ctrl-1' });
    const document = bytesOf(files, 'packages/pxe/icc-ctrl-1/user-data');
    expect(read.userData).toBe(Buffer.from(document).toString('base64'));
  }
});

it('libvirt’s schema holds for every domain', () => {
  for (const packaged of [files, flatcar]) {
    for (const [path, { bytes }] of packaged) {
      if (!path.endsWith('/domain.xml')) continue;
      const place = new Map([
        [path, { ...packaged.get(path), path, bytes, mode: 0o644 as const, secret: false }],
      ]);
      placePackages(join(folder, 'domains'), place);
      runWell('/usr/bin/virt-xml-validate', [join(folder, 'domains', path), 'domain']);
    }
  }
});

it('readers of YAML read the manifests for KubeVirt alike', () => {
  const texts = [...files.keys()]
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => textOf(files, path));
  expect(texts).toHaveLength(2 * icc.cluster.nodes.length);
  expect(readWithPyyaml(texts)).toEqual(texts.map((text) => load(text)));
});
