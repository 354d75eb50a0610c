import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderSeed } from '../../src/render/cloud-init.ts';
import { iccFixture } from '../fixtures/cluster.ts';
import { iccMachines } from '../fixtures/compiled.ts';
import { bytesOf, packagesOf, withMacs } from '../fixtures/packaged.ts';
import { placePackages, placeRecorder } from './packages/place-packages.ts';
import { runWell } from './trees/run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'clusterseed-vsphere-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const icc = await iccFixture(withMacs);
const files = packagesOf(icc, ['vsphere', 'config-drive']);
const script = join(folder, 'packages/vsphere/create-vms.sh');
beforeAll(() => placePackages(folder, files));

it('cloud-init reads guestinfo and the OVF environment', () => {
  const judge = join(import.meta.dirname, 'packages/read-vmware.py');
  for (const { name, network: planned } of iccMachines()) {
    const { mac } = icc.cluster.nodes.find((node) => node.name === name) ?? {};
    const { vmware, ovf } = JSON.parse(
      runWell('/usr/bin/python3', [judge, join(folder, 'packages/vsphere', name)]),
    );
    const drive = `packages/config-drive/${name}/config-drive/openstack/latest/user_data`;
    const document = Buffer.from(bytesOf(files, drive));
    const plain = document[0] === 0x1f ? gunzipSync(document) : document;
    const { networkConfig } = renderSeed({
      name,
      network: { ...planned, ...(mac === undefined ? {} : { mac }) },
    });
    const seed = { instance: name, hostname: name, network: load(networkConfig) };
    expect(vmware).toEqual({ ...seed, userData: plain.toString('base64') });
    expect({ ...ovf, userData: '' }).toEqual({ ...seed, userData: '' });
    expect(gunzipSync(Buffer.from(ovf.userData, 'base64')).equals(plain)).toBe(true);
    runWell('/usr/bin/xmllint', ['--noout', join(folder, 'packages/vsphere', name, 'ovf-env.xml')]);
  }
});

it('create-vms.sh hands every value to govc by file, and starts each machine', () => {
  expect(spawnSync('shellcheck', [script], { encoding: 'utf8' }).stdout).toBe('');
  const log = join(folder, 'govc.log');
  placeRecorder(join(folder, 'bin/govc'), log, '0');
  const env = {
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
    TEMPLATE: 'a template',
    NETWORK: "it's",
  };
  const { status, stderr } = spawnSync(script, [], { env, encoding: 'utf8', cwd: '/' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const calls: string[][] = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const of = (command: string) =>
    calls.find((words) => words[0] === command && words.includes('icc-ctrl-1'));
  const home = join(folder, 'packages/vsphere/icc-ctrl-1');
  expect(of('vm.clone')).toEqual([
    'vm.clone',
    '-on=false',
    '-vm',
    'a template',
    '-net',
    "it's",
    '-net.address=52:54:00:00:00:07',
    'icc-ctrl-1',
  ]);
  expect(of('vm.change')).toEqual([
    'vm.change',
    '-vm',
    'icc-ctrl-1',
    '-f',
    `guestinfo.metadata=${home}/guestinfo.metadata`,
    '-e',
    'guestinfo.metadata.encoding=base64',
    '-f',
    `guestinfo.userdata=${home}/guestinfo.userdata`,
    '-e',
    'guestinfo.userdata.encoding=gzip+base64',
  ]);
  expect(of('vm.power')).toEqual(['vm.power', '-on', 'icc-ctrl-1']);
});
