import type { Acceleration } from '../acceleration.ts';

/** A kernel of our own beside the disk. */
export interface KernelBoot {
  readonly kernel: string;
  readonly initrd: string;
  readonly line: string;
}

/** The socket of a lab's switch, or a tap device of the network that QEMU runs in. */
export type VmNetwork = { readonly socket: string } | { readonly tap: string };

export interface VmMachine {
  readonly name: string;
  readonly acceleration: Acceleration;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly disk: string;
  /** Whatever boot loader the disk has when left out; `network`: what the network card's own iPXE is told by DHCP. */
  readonly boot?: KernelBoot | 'network';
  /** A seed image (NoCloud), attached read-only as a second disk. */
  readonly seed?: string;
  /** A disk with the images that containerd need not pull, qcow2. */
  readonly images?: string;
  /** A file handed to Ignition through QEMU's firmware configuration. */
  readonly ignition?: string;
  readonly mac: string;
  readonly network: VmNetwork;
  readonly controlSocket: string;
  readonly consoleFile: string;
  /** The clock that the machine starts with, in Unix ms; the host's when left out. */
  readonly clock?: number;
}

/**
 * QEMU's words for one VM. The console goes to the file and to standard output. A guest that reboots ends its
 * QEMU (`-no-reboot`), because the harness decides what the next boot's kernel line is.
 */
export function vmArguments(vm: VmMachine): string[] {
  return [
    ...['-name', vm.name, '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-machine', machineType(vm), '-cpu', vm.acceleration.cpu, '-accel', vm.acceleration.accel],
    ...['-smp', String(vm.cpus), '-m', String(vm.memoryMiB)],
    ...bootArguments(vm.boot),
    ...diskArguments('root', vm.disk, 'format=qcow2,cache=unsafe'),
    ...(vm.seed === undefined ? [] : diskArguments('seed', vm.seed, 'format=raw,readonly=on')),
    ...(vm.images === undefined
      ? []
      : diskArguments('images', vm.images, 'format=qcow2,cache=unsafe')),
    ...(vm.ignition === undefined
      ? []
      : ['-fw_cfg', `name=opt/com.coreos/config,file=${optionValue(vm.ignition)}`]),
    ...['-netdev', networkBackend(vm.network)],
    ...['-device', `virtio-net-pci,netdev=net,mac=${vm.mac},${networkBoot(vm)}`],
    ...[
      '-chardev',
      `stdio,id=console,signal=off,logfile=${optionValue(vm.consoleFile)},logappend=on`,
    ],
    ...['-serial', 'chardev:console', '-qmp', `unix:${vm.controlSocket},server=on,wait=off`],
    ...(vm.clock === undefined ? [] : ['-rtc', `base=${clockText(vm.clock)}`]),
  ];
}

/** Without graphics the firmware and the boot loaders speak on the serial port. */
function machineType({ boot }: VmMachine): string {
  return boot === 'network' ? 'q35,graphics=off' : 'q35';
}

function networkBackend(network: VmNetwork): string {
  if ('tap' in network) return `tap,id=net,ifname=${network.tap},script=no,downscript=no`;
  return `stream,id=net,server=off,addr.type=unix,addr.path=${optionValue(network.socket)}`;
}

/** Without a ROM there is nothing that could boot over the network. */
function networkBoot({ boot }: VmMachine): string {
  return boot === 'network' ? 'bootindex=0' : 'romfile=';
}

function bootArguments(boot: VmMachine['boot']): string[] {
  if (boot === undefined || boot === 'network') return [];
  return ['-kernel', boot.kernel, '-initrd', boot.initrd, '-append', boot.line];
}

function diskArguments(id: string, path: string, options: string): string[] {
  return [
    '-drive',
    `if=none,id=${id},file=${optionValue(path)},${options}`,
    '-device',
    `virtio-blk-pci,drive=${id}`,
  ];
}

/** A comma ends a value in QEMU's option lists; two stand for one. */
function optionValue(path: string): string {
  return path.replaceAll(',', ',,');
}

/** UTC without a zone, as `-rtc base=` takes it. */
function clockText(clock: number): string {
  return new Date(clock).toISOString().slice(0, 19);
}
