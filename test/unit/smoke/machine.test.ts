import { describe, expect, it } from 'vitest';
import { emulation } from '../../../src/smoke/acceleration.ts';
import { kernelLine } from '../../../src/smoke/lab/kernel-line.ts';
import { type VmMachine, vmArguments } from '../../../src/smoke/qemu/machine.ts';

const machine: VmMachine = {
  name: 'icc-ctrl-1',
  acceleration: emulation('a test'),
  cpus: 2,
  memoryMiB: 2048,
  disk: '/tmp/a,b/disk.qcow2',
  mac: '52:54:00:c5:00:01',
  network: { socket: '/tmp/n' },
  controlSocket: '/tmp/q',
  consoleFile: '/tmp/c',
};

describe("QEMU's words for a VM", () => {
  const text = (vm: Partial<VmMachine>): string => vmArguments({ ...machine, ...vm }).join(' ');

  it('doubles commas in paths', () => {
    expect(text({})).toContain('file=/tmp/a,,b/disk.qcow2,format=qcow2');
  });

  it('boots a kernel only where there is one', () => {
    expect(text({})).not.toContain('-kernel');
    expect(text({ boot: { kernel: '/k', initrd: '/i', line: 'rw' } })).toContain(
      '-kernel /k -initrd /i -append rw',
    );
  });

  it('boots over the network only where that is asked for', () => {
    expect(text({})).toContain('addr.path=/tmp/n -device virtio-net-pci');
    expect(text({})).toContain('mac=52:54:00:c5:00:01,romfile=');
    const network = text({ boot: 'network', network: { tap: 'tap0' } });
    expect(network).toContain('-machine q35,graphics=off');
    expect(network).toContain('tap,id=net,ifname=tap0');
    expect(network).toContain('mac=52:54:00:c5:00:01,bootindex=0');
    expect(network).not.toContain('-kernel');
  });

  it('hands the document over by a disk or by the firmware configuration', () => {
    expect(text({ seed: '/s.iso' })).toContain('file=/s.iso,format=raw,readonly=on');
    expect(text({ ignition: '/d.ign' })).toContain(
      '-fw_cfg name=opt/com.coreos/config,file=/d.ign',
    );
  });

  it('gives it the disk with images after the others', () => {
    expect(text({ seed: '/s.iso', images: '/i.qcow2' })).toMatch(
      /id=seed,.* -drive if=none,id=images,file=\/i\.qcow2,format=qcow2,cache=unsafe -device virtio-blk-pci,drive=images/,
    );
    expect(text({})).not.toContain('images');
  });

  it('sets the clock in UTC', () => {
    expect(text({ clock: Date.UTC(2026, 10, 23, 10, 0, 0) })).toContain(
      '-rtc base=2026-11-23T10:00:00',
    );
  });
});

describe('the kernel line', () => {
  it('mounts the disk with images only where there is one', () => {
    const mount = 'systemd.mount-extra=LABEL=images:/var/lib/containerd:ext4';
    expect(kernelLine('cloud-init', true, true)).toContain(mount);
    expect(kernelLine('cloud-init', true)).not.toContain(mount);
  });

  it('asks for Ignition on the first boot only', () => {
    expect(kernelLine('ignition', true)).toContain('ignition.firstboot');
    expect(kernelLine('ignition', false)).not.toContain('ignition.firstboot');
    expect(kernelLine('cloud-init', true)).not.toContain('ignition');
  });
});
