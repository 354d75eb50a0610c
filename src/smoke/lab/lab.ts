import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '../../output/make-folder.ts';
import type { Acceleration } from '../acceleration.ts';
import { type Complaint, readComplaints } from '../checks/complaints.ts';
import { type JournalLine, readErrors } from '../checks/guest-disk.ts';
import { onProcessEnd } from '../cleanup.ts';
import type { SeenEvent } from '../console/guest-console.ts';
import { type LabNetwork, startNetwork } from '../network/lab-network.ts';
import type { QemuPrograms } from '../qemu/programs.ts';
import { writeSeedIso } from '../seed.ts';
import { SmokeError } from '../smoke-error.ts';
import { type LabNode, macOfNode } from './lab-node.ts';
import { LabVm, type StartOptions } from './lab-vm.ts';

const run = promisify(execFile);

export interface LabOptions {
  readonly nodes: readonly LabNode[];
  readonly qemu: QemuPrograms;
  readonly acceleration: Acceleration;
  /** Where `<node>.console.log` is kept. */
  readonly logs: string;
  /** TCP ports of the host's loopback address that guests may dial at 10.0.2.2 (the mirror's). */
  readonly hostPorts: readonly number[];
  /** Gateway addresses that the documents name; the lab routes between its own addresses there. */
  readonly routers?: readonly string[];
  readonly routes?: readonly { readonly network: string; readonly via: string }[];
  /** For losses on the links. */
  readonly seed?: number;
  readonly onEvent?: (node: string, event: SeenEvent) => void;
  readonly onNotice?: (text: string) => void;
}

export interface Lab {
  readonly vms: readonly LabVm[];
  readonly vm: (name: string) => LabVm;
  /** Switches VMs on in this order, all of them when no names are given. */
  readonly start: (names?: readonly string[], options?: StartOptions) => Promise<void>;
  /** A loopback port of the host that leads to this port of a node's first address, or of another address. */
  readonly forward: (node: string, port: number, address?: string) => Promise<number>;
  readonly network: LabNetwork;
  /** What these units of a node that is switched off logged at level error or worse. */
  readonly readErrors: (node: string, units: readonly string[]) => Promise<JournalLine[]>;
  /** What went wrong on a node that is switched off, in the words of its units and pods. */
  readonly readComplaints: (node: string) => Promise<Complaint[]>;
  /** Ends every VM and removes everything but the logs. */
  readonly close: () => Promise<void>;
}

/** Lays out the VMs, their disks, seeds and network. No VM runs before `start`. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'clusterseed-'));
  const withdraw = onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  makeFolder(options.logs);
  const network = await startNetwork({
    folder,
    program: options.qemu.system,
    nodes: options.nodes.map((node, index) => ({ ...node, mac: macOfNode(node, index) })),
    hostPorts: options.hostPorts,
    ...(options.routers === undefined ? {} : { routers: options.routers }),
    ...(options.routes === undefined ? {} : { routes: options.routes }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const vms: LabVm[] = [];
  for (const [index, node] of options.nodes.entries()) {
    vms.push(await layOut(options, folder, network, node, macOfNode(node, index)));
  }
  const vm = (name: string): LabVm => pick(vms, name);
  return {
    vms,
    vm,
    network,
    start: async (names = vms.map((each) => each.name), start = {}) => {
      for (const name of names) await vm(name).start(start);
    },
    forward: (name, port, address) => {
      const own = options.nodes.find((node) => node.name === name)?.addresses[0]?.split('/')[0];
      return network.forward(address ?? own ?? '', port);
    },
    readErrors: (name, units) => readErrors(join(folder, `${name}.qcow2`), options.qemu, units),
    readComplaints: (name) => readComplaints(join(folder, `${name}.qcow2`), options.qemu),
    close: async () => {
      await Promise.all(vms.map((each) => each.powerCut()));
      await network.close();
      await rm(folder, { recursive: true, force: true });
      withdraw();
    },
  };
}

function pick(vms: readonly LabVm[], name: string): LabVm {
  const found = vms.find((vm) => vm.name === name);
  if (found === undefined) throw new SmokeError(`the lab has no node "${name}"`);
  return found;
}

async function layOut(
  options: LabOptions,
  folder: string,
  network: LabNetwork,
  node: LabNode,
  mac: string,
): Promise<LabVm> {
  const disk = join(folder, `${node.name}.qcow2`);
  const images = node.images === undefined ? undefined : join(folder, `${node.name}-images.qcow2`);
  const freshDisk = async (): Promise<void> => {
    await makeDisk(options.qemu.image, { path: node.image.disk, format: 'qcow2' }, disk);
    if (node.images === undefined || images === undefined) return;
    await makeDisk(options.qemu.image, { path: node.images, format: 'raw' }, images);
  };
  await freshDisk();
  const vm = new LabVm({
    node,
    program: options.qemu.system,
    acceleration: options.acceleration,
    freshDisk,
    notice: options.onNotice ?? (() => undefined),
    machine: {
      name: node.name,
      cpus: node.cpus ?? 2,
      memoryMiB: node.memoryMiB ?? 2048,
      disk,
      ...(images === undefined ? {} : { images }),
      mac,
      network: { socket: network.socketOf(node.name) },
      controlSocket: join(folder, `${node.name}.qmp`),
      consoleFile: resolve(options.logs, `${node.name}.console.log`),
      ...(await writeDocument(folder, node)),
    },
  });
  vm.console.onEvent((event) => options.onEvent?.(node.name, event));
  return vm;
}

async function makeDisk(
  program: string,
  base: { readonly path: string; readonly format: 'qcow2' | 'raw' },
  disk: string,
): Promise<void> {
  await rm(disk, { force: true });
  const backing = ['-F', base.format, '-b', resolve(base.path)];
  await run(program, ['create', '-q', '-f', 'qcow2', ...backing, disk]);
}

async function writeDocument(
  folder: string,
  node: LabNode,
): Promise<{ seed: string } | { ignition: string }> {
  if (node.document.format === 'ignition') {
    const ignition = join(folder, `${node.name}.ign`);
    await writeFile(ignition, node.document.config, { mode: 0o600 });
    return { ignition };
  }
  const seed = join(folder, `${node.name}.iso`);
  if ('seedDisk' in node.document) await writeFile(seed, node.document.seedDisk, { mode: 0o600 });
  else await writeSeedIso(seed, node.document);
  return { seed };
}
