import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { iccFixture } from '../../fixtures/cluster.ts';
import { packagesOf, textOf, withMacs } from '../../fixtures/packaged.ts';

const icc = await iccFixture(withMacs);
const files = packagesOf(icc, ['vsphere']);
const ignition = packagesOf(
  await iccFixture((text) =>
    text
      .replace('format: [cloud-init, ignition]', 'format: ignition')
      .replace('ubuntu-24.04', 'flatcar'),
  ),
  ['vsphere'],
);

describe('the vSphere package', () => {
  it('fits each value into guestinfo and keeps documents from others', () => {
    for (const { path, bytes, mode } of files.values()) {
      if (path.includes('/guestinfo.')) expect(bytes.length).toBeLessThanOrEqual(65_536);
      if (/userdata|ovf-env|ova-options/.test(path)) expect(mode).toBe(0o600);
    }
    expect(files.get('packages/vsphere/create-vms.sh')?.mode).toBe(0o755);
  });

  it('gives Ignition its config in gzip and base64, once', () => {
    const value = textOf(ignition, 'packages/vsphere/icc-ctrl-1/guestinfo.ignition.config.data');
    expect(value).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const config = JSON.parse(gunzipSync(Buffer.from(value, 'base64')).toString('utf8'));
    expect(config.ignition.version).toMatch(/^3\./);
    const options = JSON.parse(textOf(ignition, 'packages/vsphere/icc-ctrl-1/ova-options.json'));
    expect(options.PropertyMapping).toEqual([
      { Key: 'guestinfo.ignition.config.data', Value: value },
      { Key: 'guestinfo.ignition.config.data.encoding', Value: 'gzip+base64' },
    ]);
  });

  it('names every machine in the script and for Terraform', () => {
    const script = textOf(files, 'packages/vsphere/create-vms.sh');
    const { resource } = JSON.parse(textOf(files, 'packages/vsphere/main.tf.json'));
    for (const { name, mac = '' } of icc.cluster.nodes) {
      const { network_interface, extra_config } = resource.vsphere_virtual_machine[name];
      expect(network_interface[0].mac_address).toBe(mac);
      expect(extra_config).toEqual({
        'guestinfo.metadata': `\${file("\${path.module}/${name}/guestinfo.metadata")}`,
        'guestinfo.metadata.encoding': 'base64',
        'guestinfo.userdata': `\${file("\${path.module}/${name}/guestinfo.userdata")}`,
        'guestinfo.userdata.encoding': 'gzip+base64',
      });
      expect(script).toContain(`machine ${name} `);
      expect(script).toContain(mac);
    }
  });
});
