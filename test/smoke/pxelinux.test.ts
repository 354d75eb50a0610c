import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { waitUntil } from '../../src/smoke/checks/wait-until.ts';
import { prepareHost } from '../../src/smoke/prepare-host.ts';
import { openBootNetwork } from './boot-network.ts';
import { gateway, judged, packageJudged } from './judged-profile.ts';

const folder = 'out/smoke/pxelinux';
const url = `http://${gateway}:8080`;

test("PXELINUX finds the machine's file of package --for pxe and starts the kernel with its words", async () => {
  const host = await prepareHost({ env: process.env, variant: 'cloud-init', say: console.log });
  const { package: tree } = await packageJudged(folder, 'platform: pxe', {
    for: 'pxe',
    words: ['--url', url, '--kernel-args', 'root=LABEL=root console=ttyS0 net.ifnames=0'],
  });
  const images = join(tree, 'images/debian-13-amd64');
  await mkdir(images, { recursive: true });
  await copyFile(host.image.kernel?.kernel ?? '', join(images, 'vmlinuz'));
  await copyFile(host.image.kernel?.initrd ?? '', join(images, 'initrd'));
  await copyFile('/usr/lib/PXELINUX/lpxelinux.0', join(tree, 'lpxelinux.0'));
  await copyFile('/usr/lib/syslinux/modules/bios/ldlinux.c32', join(tree, 'ldlinux.c32'));

  const tftp = ['--enable-tftp', `--tftp-root=${join(process.cwd(), tree)}`];
  const network = await openBootNetwork(['--dhcp-boot=lpxelinux.0', ...tftp]);
  onTestFinished(network.close);
  network.sandbox.keepRunning('web', [
    ...['python3', '-u', '-m', 'http.server', '8080', '--bind', gateway],
    ...['--directory', join(process.cwd(), tree)],
  ]);
  const vm = await network.start(host, join(folder, 'console.log'));
  const words = await waitUntil(
    {
      what: 'the kernel tells its command line',
      seconds: 600,
      every: 1,
      gone: () => vm.failure,
      context: () => [...vm.lines(20), network.dhcpLog().slice(-2000)].join('\n'),
    },
    async () => /Kernel command line: (.*)/.exec(vm.lines().join('\n'))?.[1],
  );

  const file = `pxelinux.cfg/01-${judged.mac.replaceAll(':', '-')}`;
  const config = await readFile(join(tree, file), 'utf8');
  const [, kernel, initrd, append] =
    /^ {2}KERNEL (.*)\n {2}INITRD (.*)\n {2}APPEND (.*)$/m.exec(config) ?? [];
  expect(append).toContain(`ds=nocloud-net;s=${url}/${judged.name}/ root=LABEL=root`);
  // SYSLINUX says by itself what it loaded.
  expect(words).toBe(`BOOT_IMAGE=${kernel} ${append} initrd=${initrd}`);
  expect(network.dhcpLog()).toContain(`sent ${join(process.cwd(), tree, file)} to`);
  for (const name of ['vmlinuz', 'initrd']) {
    expect(network.sandbox.logOf('web')).toContain(`"GET /images/debian-13-amd64/${name} HTTP`);
  }
});
