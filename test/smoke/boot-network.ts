import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { GuestConsole } from '../../src/smoke/console/guest-console.ts';
import type { SmokeHost } from '../../src/smoke/prepare-host.ts';
import { vmArguments } from '../../src/smoke/qemu/machine.ts';
import { startQemu } from '../../src/smoke/qemu/process.ts';
import { openSandbox, type Sandbox } from '../loopback/sandbox.ts';
import { gateway, judged } from './judged-profile.ts';

const run = promisify(execFile);

/** A network of the kernel's with a tap device for one VM, dnsmasq on it, and no way out. */
export interface BootNetwork {
  readonly sandbox: Sandbox;
  /** What DHCP and TFTP did. */
  readonly dhcpLog: () => string;
  /** Switches the judged machine on: it has a disk and a network card, and nothing else. */
  readonly start: (host: SmokeHost, consoleFile: string) => Promise<GuestConsole>;
  readonly close: () => Promise<void>;
}

/** Opens the network (as root); `words` tell dnsmasq what it gives besides the address. */
export async function openBootNetwork(words: readonly string[]): Promise<BootNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'clusterseed-netboot-'));
  const sandbox = await openSandbox();
  for (const command of [
    'tuntap add dev tap0 mode tap',
    `address add ${gateway}/24 dev tap0`,
    'link set tap0 up',
  ]) {
    const { code, stderr } = await sandbox.run(['ip', ...command.split(' ')]);
    if (code !== 0) throw new Error(`ip ${command}: ${stderr}`);
  }
  sandbox.keepRunning('dnsmasq', [
    ...['dnsmasq', '--conf-file=/dev/null', '--keep-in-foreground', '--log-facility=-'],
    ...['--port=0', '--user=root', '--interface=tap0', '--bind-interfaces', '--log-dhcp'],
    ...['--dhcp-authoritative', '--dhcp-range=10.240.0.0,static', '--no-ping'],
    `--dhcp-host=${judged.mac},${judged.address}`,
    `--dhcp-leasefile=${join(folder, 'leases')}`,
    ...words,
  ]);
  const running: (() => Promise<unknown>)[] = [];
  return {
    sandbox,
    dhcpLog: () => sandbox.logOf('dnsmasq'),
    start: async (host, consoleFile) => {
      const disk = join(folder, 'disk.qcow2');
      const base = ['-F', 'qcow2', '-b', resolve(host.image.disk)];
      await run(host.qemu.image, ['create', '-q', '-f', 'qcow2', ...base, disk]);
      await mkdir(dirname(consoleFile), { recursive: true });
      await rm(consoleFile, { force: true });
      const console = new GuestConsole(judged.name);
      console.beginBoot();
      const enter = ['--target', sandbox.pid, '--net', '--', host.qemu.system];
      const qemu = startQemu('nsenter', [
        ...enter,
        ...vmArguments({
          name: judged.name,
          acceleration: host.acceleration,
          cpus: 1,
          memoryMiB: 1024,
          disk,
          boot: 'network',
          mac: judged.mac,
          network: { tap: 'tap0' },
          controlSocket: join(folder, 'vm.qmp'),
          consoleFile: resolve(consoleFile),
        }),
      ]);
      running.push(qemu.kill);
      qemu.output.on('data', (chunk: Buffer) => console.write(chunk));
      qemu.exited.then(({ complaint }) => console.fail(`QEMU ended: ${complaint}`));
      return console;
    },
    close: async () => {
      for (const kill of running) await kill();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
