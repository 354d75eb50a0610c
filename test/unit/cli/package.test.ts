import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../../src/output/manifest.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-package-'));
  cpSync('profiles/icc', join(folder, 'icc'), { recursive: true });
  const small = readFileSync('profiles/icc.yaml', 'utf8').replace(
    /^ {2}- \{ name: icc-(etcd-[2-5]|ctrl-[23]|worker-[1-3]|frontend-1).*\n/gm,
    '',
  );
  writeFileSync(
    join(folder, 'icc.yaml'),
    small.replace(/^endpoint: .*/m, 'endpoint: 10.240.0.10:6443'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
  });
  return { code: status, err: stderr };
}

/** The packages that the manifest lists, with their modes. */
function listed(out = 'out'): [string, string][] {
  const text = readFileSync(join(folder, out, 'icc/manifest.json'), 'utf8');
  const { artifacts } = JSON.parse(text) as Manifest;
  return artifacts
    .filter(({ path }) => path.startsWith('packages/'))
    .map(({ path, mode }) => [path.slice('packages/'.length), mode]);
}

function edit(name: string, change: (text: string) => string): string {
  writeFileSync(join(folder, name), change(readFileSync(join(folder, 'icc.yaml'), 'utf8')));
  return name;
}

test('writes the package of the machines’ own platform, listed, and build takes it away again', () => {
  expect(run('package', 'icc.yaml')).toMatchObject({ code: 0 });
  expect(listed()).toEqual([
    ['openstack/icc-ctrl-1/user-data', '0600'],
    ['openstack/icc-etcd-1/user-data', '0600'],
    ['openstack/create-servers.sh', '0755'],
    ['openstack/heat.yaml', '0644'],
    ['openstack/main.tf.json', '0644'],
  ]);
  for (const [path, mode] of listed()) {
    const { mode: real } = statSync(join(folder, 'out/icc/packages', path));
    expect((real & 0o777).toString(8).padStart(4, '0')).toBe(mode);
  }
  expect(run('build', 'icc.yaml').code).toBe(0);
  expect(listed()).toEqual([]);
  expect(existsSync(join(folder, 'out/icc/packages'))).toBe(false);
});

test('takes several names, other words for them, and gives the same bytes elsewhere', () => {
  const words = ['--for', 'VMware,ISO', '--for', 'ipxe', '--url', 'http://192.0.2.1/icc/'];
  expect(run('package', 'icc.yaml', ...words).code).toBe(0);
  expect(run('package', 'icc.yaml', ...words, '-o', 'other').code).toBe(0);
  expect(new Set(listed().map(([path]) => path.split('/')[0]))).toEqual(
    new Set(['vsphere', 'nocloud', 'pxe']),
  );
  const manifest = (out: string) => readFileSync(join(folder, out, 'icc/manifest.json'), 'utf8');
  expect(manifest('other')).toBe(manifest('out'));
});

test('build packages by itself what cannot be attached as it is', () => {
  const profile = edit('vsphere.yaml', (text) =>
    text.replace('platform: openstack', 'platform: vsphere'),
  );
  expect(run('build', profile, '--secrets', 'icc.secrets.yaml', '-o', 'vsphere').code).toBe(0);
  expect(listed('vsphere').map(([path]) => path)).toContain(
    'vsphere/icc-ctrl-1/guestinfo.userdata',
  );
});

test('a cluster over several platforms is packaged by each machine’s own', () => {
  const profile = edit('mixed.yaml', (text) =>
    text.replace('name: icc-etcd-1,', 'name: icc-etcd-1, platform: nocloud,'),
  );
  expect(run('package', profile, '--secrets', 'mixed.secrets', '-o', 'mixed').code).toBe(0);
  const paths = listed('mixed').map(([path]) => path);
  expect(paths).toContain('nocloud/icc-etcd-1/seed.iso');
  expect(paths).toContain('openstack/icc-ctrl-1/user-data');
  expect(paths).not.toContain('openstack/icc-etcd-1/user-data');
  const terraform = readFileSync(join(folder, 'mixed/icc/packages/openstack/main.tf.json'), 'utf8');
  expect(JSON.parse(terraform).resource).not.toHaveProperty(
    'openstack_compute_instance_v2.icc-etcd-1',
  );
});

test('says what is wrong with the words', () => {
  expect(run('package', 'icc.yaml', '--for', 'mainframe')).toMatchObject({
    code: 2,
    err: expect.stringContaining('"mainframe" has no package; there are: openstack, vsphere'),
  });
  expect(run('package', 'icc.yaml', '--for', 'aws')).toMatchObject({
    code: 2,
    err: expect.stringContaining('aws takes documents as they are'),
  });
  expect(run('package', 'icc.yaml', '--for', 'pxe')).toMatchObject({
    code: 2,
    err: expect.stringContaining('pxe needs --url'),
  });
  for (const url of ['ftp://a', 'http://a/$(id)', "http://a/'", 'http://a b']) {
    expect(run('package', 'icc.yaml', '--for', 'pxe', '--url', url).code).toBe(2);
  }
  const pxe = ['package', 'icc.yaml', '--for', 'pxe', '--url', 'http://a'];
  expect(run(...pxe, '--kernel-args', `a=\${b}`).code).toBe(2);
});

test('a machine without a document that can be attached is named', () => {
  const profile = edit('flatcar.yaml', (text) =>
    text
      .replace('ubuntu-24.04', 'flatcar')
      .replace('format: [cloud-init, ignition]', 'format: ignition'),
  );
  expect(run('package', profile, '--for', 'nocloud')).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      'nocloud takes cloud-init only, which icc-ctrl-1 has no document for',
    ),
  });
  expect(existsSync(join(folder, 'flatcar.secrets.yaml'))).toBe(false);
});
