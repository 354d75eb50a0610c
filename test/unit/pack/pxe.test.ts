import { describe, expect, it } from 'vitest';
import {
  grubConfig,
  ipxeScript,
  pxelinuxConfig,
  quoteGrub,
} from '../../../src/pack/pxe/loaders.ts';
import { iccFixture } from '../../fixtures/cluster.ts';
import { packagesOf, textOf, withMacs } from '../../fixtures/packaged.ts';

const icc = await iccFixture(withMacs);
const plan = {
  kernel: 'http://192.0.2.1/vmlinuz',
  initrd: 'http://192.0.2.1/initrd',
  arguments: ['initrd=initrd', 'ds=nocloud-net;s=http://192.0.2.1/n/', 'a=$b', "c='d'"],
};

describe('boot loaders', () => {
  it('get each word as their own language quotes it', () => {
    expect(ipxeScript(plan)).toBe(
      `#!ipxe\nkernel ${plan.kernel} ${plan.arguments.join(' ')}\ninitrd ${plan.initrd}\nboot\n`,
    );
    expect(pxelinuxConfig('n', plan)).toContain(
      "  APPEND ds=nocloud-net;s=http://192.0.2.1/n/ a=$b c='d'\n",
    );
    expect(grubConfig('n', plan)).toContain(
      "  linux '(http,192.0.2.1)/vmlinuz' 'ds=nocloud-net;s=http://192.0.2.1/n/' 'a=$b' 'c='\\''d'\\'''\n",
    );
  });

  it.each([`\${net0/mac}`, '&&', '||', 'a b', 'ä', 'a\nb'])('iPXE is not given %j', (word) => {
    expect(() => ipxeScript({ ...plan, arguments: [word] })).toThrow(TypeError);
  });

  it.each(['a\nb', 'a\0'])('no loader is given %j', (word) => {
    expect(() => quoteGrub(word)).toThrow(TypeError);
    expect(() => pxelinuxConfig('n', { ...plan, arguments: [word] })).toThrow(TypeError);
  });
});

describe('the PXE package', () => {
  it('is found by MAC address, by address without one', async () => {
    const files = packagesOf(icc, ['pxe']);
    for (const { mac = '' } of icc.cluster.nodes) {
      const dashes = mac.replaceAll(':', '-');
      expect(files.has(`packages/pxe/ipxe/mac-${dashes}.ipxe`)).toBe(true);
      expect(files.has(`packages/pxe/pxelinux.cfg/01-${dashes}`)).toBe(true);
      expect(files.has(`packages/pxe/grub/grub.cfg-01-${dashes}`)).toBe(true);
    }
    const bare = packagesOf(await iccFixture(), ['pxe']);
    expect(bare.has('packages/pxe/ipxe/ip-10.240.0.10.ipxe')).toBe(true);
    expect(bare.has('packages/pxe/pxelinux.cfg/0AF0000A')).toBe(true);
    expect(bare.has('packages/pxe/grub/grub.cfg-0AF0000A')).toBe(true);
  });

  it('leaves out what speaks no https', () => {
    const names = [...packagesOf(icc, ['pxe'], 'https://example.org').keys()].join('\n');
    expect(names).not.toMatch(/grub|pxelinux/);
    expect(names).toMatch(/\.ipxe/);
  });

  it('keeps documents from others', () => {
    for (const { path, mode, secret } of packagesOf(icc, ['pxe', 'matchbox']).values()) {
      const document = path.endsWith('/user-data') || path.endsWith('.ign');
      expect({ path, mode, secret }).toEqual({
        path,
        mode: document ? 0o600 : 0o644,
        secret: document,
      });
    }
  });
});

describe('the Matchbox package', () => {
  it('matches machines by MAC address and gives cloud-init a folder', () => {
    const files = packagesOf(icc, ['matchbox'], 'http://matchbox:8080');
    const read = (path: string) => JSON.parse(textOf(files, `packages/matchbox/${path}`));
    expect(read('groups/icc-etcd-1.json')).toEqual({
      id: 'icc-etcd-1',
      name: 'icc-etcd-1',
      profile: 'icc-etcd-1',
      selector: { mac: '52:54:00:00:00:02' },
    });
    const { boot, ignition_id } = read('profiles/icc-etcd-1.json');
    expect(ignition_id).toBeUndefined();
    expect(boot.args).toContain('ds=nocloud-net;s=http://matchbox:8080/assets/icc/icc-etcd-1/');
    expect(files.has('packages/matchbox/assets/icc/icc-etcd-1/meta-data')).toBe(true);
  });

  it('serves Ignition its config as it is', async () => {
    const flatcar = await iccFixture((text) =>
      text
        .replace('format: [cloud-init, ignition]', 'format: ignition')
        .replace('ubuntu-24.04', 'flatcar'),
    );
    const files = packagesOf(flatcar, ['matchbox'], 'http://matchbox:8080');
    const profile = JSON.parse(textOf(files, 'packages/matchbox/profiles/icc-etcd-1.json'));
    expect(profile.ignition_id).toBe('icc-etcd-1.ign');
    expect(profile.boot.args).toEqual([
      'initrd=flatcar_production_pxe_image.cpio.gz',
      'flatcar.first_boot=1',
      'ignition.config.url=http://matchbox:8080/ignition?hostname=icc-etcd-1',
    ]);
    expect(files.has('packages/matchbox/ignition/icc-etcd-1.ign')).toBe(true);
  });
});
