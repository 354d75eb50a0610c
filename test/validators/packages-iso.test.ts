import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeIso } from '../../src/pack/iso/write-iso.ts';
import { toBytes } from '../../src/text/bytes.ts';
import { bytesOf, iccPackages } from '../fixtures/packaged.ts';
import { runWell } from './trees/run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-iso-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const packages = await iccPackages(['nocloud', 'config-drive']);
const images = {
  cidata: bytesOf(packages, 'packages/nocloud/icc-frontend-1/seed.iso'),
  'config-2': bytesOf(packages, 'packages/config-drive/icc-frontend-1/config-drive.iso'),
  many: writeIso(
    'many',
    Array.from({ length: 70 }, (_, index) => ({
      path: `${'abc'.charAt(index % 3)}/deep/file-${index}.json`,
      bytes: toBytes('x'.repeat(index * 97)),
    })),
  ),
};

interface Views {
  readonly label: string;
  readonly iso_path: Record<string, string>;
  readonly rr_path: Record<string, string>;
  readonly joliet_path: Record<string, string>;
}

function place(label: string, bytes: Uint8Array): string {
  const path = join(folder, `${label}.iso`);
  writeFileSync(path, bytes);
  return path;
}

/** What xorriso takes out of the image: path → content in base64. */
function extract(label: string, image: string): Record<string, string> {
  const target = join(folder, label);
  mkdirSync(target, { recursive: true });
  runWell('/usr/bin/xorriso', ['-osirrox', 'on', '-indev', image, '-extract', '/', target]);
  const paths = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [path.slice(target.length), readFileSync(path).toString('base64')]),
  );
}

describe.each(Object.entries(images))('the image %s', (label, bytes) => {
  const image = place(label, bytes);
  const files = extract(label, image);

  it('is read by pycdlib in all its views as by xorriso', () => {
    const script = join(import.meta.dirname, 'packages/read-iso.py');
    const views: Views = JSON.parse(runWell('/usr/bin/python3', [script, image]));
    expect(Object.keys(files).length).toBeGreaterThan(2);
    expect(views.label).toBe(label);
    expect(views.rr_path).toEqual(files);
    expect(views.joliet_path).toEqual(files);
    expect(Object.values(views.iso_path).sort()).toEqual(Object.values(files).sort());
  });

  it('is read by isoinfo, and found by its label', () => {
    for (const view of ['-R', '-J']) {
      const listed = runWell('/usr/bin/isoinfo', ['-f', view, '-i', image]).split('\n');
      expect(listed).toEqual(expect.arrayContaining(Object.keys(files)));
    }
    const found = runWell('/usr/sbin/blkid', ['-p', '-o', 'export', image]);
    expect(found.split('\n')).toEqual(expect.arrayContaining([`LABEL=${label}`, 'TYPE=iso9660']));
  });
});

describe('cloud-init', () => {
  const script = join(import.meta.dirname, 'packages/read-source.py');
  const read = (kind: string, label: keyof typeof images) => {
    extract(label, place(label, images[label]));
    return JSON.parse(runWell('/usr/bin/python3', [script, kind, join(folder, label)]));
  };

  it('reads the seed disk as NoCloud', () => {
    const { userData, instance, hostname, network } = read('NoCloud', 'cidata');
    const document = packages.get(
      'packages/config-drive/icc-frontend-1/config-drive/openstack/latest/user_data',
    );
    expect(userData).toBe(Buffer.from(document?.bytes ?? []).toString('base64'));
    expect({ instance, hostname }).toEqual({
      instance: 'icc-frontend-1',
      hostname: 'icc-frontend-1',
    });
    expect(network.ethernets.eth0.addresses).toEqual(['141.22.10.222/24']);
  });

  it('reads the config drive as ConfigDrive', () => {
    const { userData, instance, hostname, network } = read('ConfigDrive', 'config-2');
    expect(Buffer.from(userData, 'base64').length).toBeGreaterThan(1000);
    expect({ instance, hostname }).toEqual({
      instance: 'icc-frontend-1',
      hostname: 'icc-frontend-1',
    });
    expect(network.config[0]).toMatchObject({
      mac_address: '52:54:00:00:00:01',
      name: 'eth0',
      subnets: [
        {
          type: 'static',
          address: '141.22.10.222',
          netmask: '255.255.255.0',
          dns_search: ['informatik.haw-hamburg.de'],
          routes: [{ network: '0.0.0.0', netmask: '0.0.0.0', gateway: '141.22.10.1' }],
        },
      ],
    });
    expect(network.config[1]).toEqual({ type: 'nameserver', address: '141.22.10.1' });
  });
});
