import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Cluster, ClusterNode, Secrets } from '../../index.ts';
import { listReferences } from '../../index.ts';
import { readSources } from '../../output/read-sources.ts';
import { readSecretsFile, secretsPathOf } from '../../output/secrets-file.ts';
import type { Acceleration } from '../acceleration.ts';
import { createProgress, type Progress, type ProgressTarget } from '../console/progress.ts';
import { buildPrograms } from '../content/build-programs.ts';
import { fillFileMirror } from '../content/file-mirror.ts';
import { makeImageDisk } from '../content/image-disk.ts';
import { composeImages } from '../content/images.ts';
import { openMirrorFolder } from '../content/mirror-folder.ts';
import { type ProgramFolders, searchPrograms } from '../content/program-folders.ts';
import type { GuestImage } from '../guest-image.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BootDocument, LabNode } from '../lab/lab-node.ts';
import { type Mirror, startMirror } from '../mirror.ts';
import { GATEWAY_ADDRESS } from '../network/gateway.ts';
import type { QemuPrograms } from '../qemu/programs.ts';
import type { ComposedImage } from '../registry/image.ts';
import { createRegistry } from '../registry/registry.ts';
import { SmokeError } from '../smoke-error.ts';
import { makeWorkingFolder } from '../working-folder.ts';
import { type Deadlines, emulatedDeadlines } from './deadlines.ts';
import { listDifferences } from './differences.ts';
import {
  type BuiltLab,
  buildLab,
  compileLabMachines,
  type LabMirror,
  readDocument,
} from './lab-documents.ts';

/** What a smoke test runs, and with what. */
export interface SmokeOptions {
  readonly profilePath: string;
  readonly format: 'cloud-init' | 'ignition';
  /** Names of the machines to boot; all when left out. */
  readonly nodes?: readonly string[];
  /** scripts/programs, which builds the Kubernetes, etcd, containerd… programs that the guests run. */
  readonly programsScript: string;
  readonly qemu: QemuPrograms;
  readonly acceleration: Acceleration;
  readonly image: GuestImage;
  /** Where the consoles are kept. */
  readonly logs: string;
  readonly memoryMiB?: number;
  /** Processors of each VM; two when left out. */
  readonly cpus?: number;
  /** Images that the profile's own manifests name, besides those that the machines are known to pull. */
  readonly images?: readonly string[];
  /**
   * Whether the images lie in the guests beforehand, on a disk of their own, instead of being pulled through the mirror:
   * saves minutes under emulation, and needs root and an image of the lab's.
   */
  readonly preload?: boolean;
  /** What `clusterseed mirror` wrote: the official files and images, instead of programs built here. */
  readonly mirrorFolder?: string;
  /** How long its steps may take; those of one emulated machine when left out. */
  readonly deadlines?: Deadlines;
  /** For the losses and orders that are drawn. */
  readonly seed?: number;
  readonly output: ProgressTarget;
  /** Spoils a document before it is booted: for the proof that the smoke test notices. */
  readonly tamper?: (node: string, document: Buffer, secrets: Secrets) => Buffer | Promise<Buffer>;
}

/** A cluster whose VMs are laid out (not yet switched on), with everything around them. */
export interface SmokeCluster {
  readonly cluster: Cluster;
  readonly nodes: readonly ClusterNode[];
  readonly secrets: Secrets;
  readonly lab: Lab;
  readonly mirror: Mirror;
  readonly progress: Progress;
  readonly deadlines: Deadlines;
  readonly close: () => Promise<void>;
}

/**
 * Builds the profile, fills a mirror with the programs and images that its nodes fetch, prints what differs from the
 * bytes that `build` writes, and lays out one VM per node. Throws a SmokeError in words.
 */
export async function startCluster(options: SmokeOptions): Promise<SmokeCluster> {
  if (options.preload === true && options.image.kernel === undefined) {
    throw new SmokeError('images can be placed beforehand only in guests that clusterseed builds');
  }
  if (options.preload === true && options.mirrorFolder !== undefined) {
    throw new SmokeError(
      'images of a mirror cannot be placed beforehand: leave one of the two out',
    );
  }
  const { path: folder, remove } = await makeWorkingFolder();
  const progress = createProgress(options.output, () => Date.now());
  let mirror: Mirror | undefined;
  try {
    const content = await serveContent(options, folder, progress);
    mirror = content.mirror;
    const secretsPath = await copySecrets(options.profilePath, folder);
    const build = { profilePath: options.profilePath, secretsPath };
    const shipped = await buildLab({ ...build, out: join(folder, 'shipped') });
    const built = await buildLab({ ...build, out: join(folder, 'lab'), mirror: content.settings });
    const nodes = chooseNodes(built.cluster, options.nodes);
    const names = new Set(nodes.map(({ name }) => name));
    const paths = built.documents
      .filter(({ node, format }) => names.has(node) && format === options.format)
      .map(({ path }) => path);
    const differences = await listDifferences(shipped.directory, built.directory, paths);
    progress.say('differences from the documents that build writes:');
    for (const line of differences) progress.say(`  ${line}`);
    if (differences.length === 0) progress.say('  none');
    const labNodes = await Promise.all(
      nodes.map((node) => labNode(options, built, node, content.imageDisk)),
    );
    const lab = await openLab(options, nodes, labNodes, content.mirror.port, progress);
    const close = async () => {
      await lab.close();
      await content.mirror.close();
      await remove();
    };
    const { cluster, secrets } = built;
    const { deadlines = emulatedDeadlines } = options;
    return { cluster, nodes, secrets, lab, mirror: content.mirror, progress, deadlines, close };
  } catch (cause) {
    await mirror?.close();
    await remove();
    throw cause;
  }
}

/** What the guests fetch, and from where. */
interface Content {
  readonly mirror: Mirror;
  readonly settings: LabMirror;
  /** The images, when they are placed beforehand. */
  readonly imageDisk?: string;
}

async function serveContent(
  options: SmokeOptions,
  folder: string,
  progress: Progress,
): Promise<Content> {
  const { mirrorFolder } = options;
  const files = mirrorFolder === undefined ? join(folder, 'mirror') : join(mirrorFolder, 'files');
  let registry: ReturnType<typeof createRegistry> | undefined;
  const mirror = await startMirror({
    folder: files,
    also: async (request, response) => (await registry?.(request, response)) ?? false,
  });
  try {
    const host = `${GATEWAY_ADDRESS}:${mirror.port}`;
    const base = { files: `http://${host}`, images: host, insecureImages: true, only: true };
    const content = await findContent(options, { folder, files, base }, progress);
    const { images, checksums, programs } = content;
    registry = createRegistry(images);
    const settings = { ...base, checksums };
    if (options.preload !== true || programs === undefined) return { mirror, settings };
    progress.say('placing the images on a disk for the guests');
    const imageDisk = await makeImageDisk({
      references: images.map(({ reference }) => reference),
      registry: `127.0.0.1:${mirror.port}`,
      programs,
      folder: join(folder, 'image-disk'),
    });
    return { mirror, settings, imageDisk };
  } catch (cause) {
    await mirror.close();
    throw cause;
  }
}

interface Places {
  readonly folder: string;
  /** Where the mirror's files lie. */
  readonly files: string;
  readonly base: Omit<LabMirror, 'checksums'>;
}

interface FoundContent {
  readonly images: readonly ComposedImage[];
  readonly checksums: LabMirror['checksums'];
  /** Those that were built here. */
  readonly programs?: ProgramFolders;
}

/** The official files and images of a mirror, or programs built here. */
async function findContent(
  { profilePath, mirrorFolder, programsScript, images: extra = [] }: SmokeOptions,
  { folder, files, base }: Places,
  progress: Progress,
): Promise<FoundContent> {
  const { name, texts } = readSources(profilePath, listReferences);
  const machines = await compileLabMachines(texts, name, { ...base, checksums: {} });
  if (mirrorFolder !== undefined) {
    return { images: openMirrorFolder(mirrorFolder, machines, base.files), checksums: {} };
  }
  const layers = join(folder, 'layers');
  await mkdir(files);
  await mkdir(layers);
  progress.say('building the programs for the guests (cached after the first time)');
  const references = [...machines.flatMap((machine) => machine.images), ...extra];
  const built = await buildPrograms(machines, { script: programsScript, folder, references });
  const programs = searchPrograms(built);
  const options = { folder: files, base: base.files, programs };
  const checksums = await fillFileMirror(machines, options);
  const { images, missing } = await composeImages(references, { folder: layers, programs });
  const without = missing.join(', ');
  if (without !== '') progress.say(`images without a program here, their pods wait: ${without}`);
  return { programs, checksums, images };
}

/** The lab works on a copy, so that a smoke test leaves nothing beside the profile. */
async function copySecrets(profilePath: string, folder: string): Promise<string> {
  const copy = join(folder, basename(secretsPathOf(profilePath)));
  const text = readSecretsFile(secretsPathOf(profilePath));
  if (text !== undefined) await writeFile(copy, text, { mode: 0o600 });
  return copy;
}

/** The machines of these names, all when none is named. Throws a SmokeError that tells which there are. */
export function chooseNodes(cluster: Cluster, names: readonly string[] | undefined): ClusterNode[] {
  if (names === undefined) return [...cluster.nodes];
  return names.map((name) => {
    const node = cluster.nodes.find((candidate) => candidate.name === name);
    if (node !== undefined) return node;
    throw new SmokeError(
      `the profile has no machine ${name}; it has ${cluster.nodes.map((each) => each.name).join(', ')}`,
    );
  });
}

async function labNode(
  options: SmokeOptions,
  built: Pick<BuiltLab, 'directory' | 'secrets'>,
  node: ClusterNode,
  images: string | undefined,
): Promise<LabNode> {
  const { name, address, prefix, mac } = node;
  return {
    name,
    addresses: [`${address}/${prefix}`],
    document: await bootDocument(options, built, name),
    memoryMiB: options.memoryMiB ?? memoryOf(node),
    ...(options.cpus === undefined ? {} : { cpus: options.cpus }),
    image: options.image,
    ...(images === undefined ? {} : { images }),
    ...(mac === undefined ? {} : { mac }),
  };
}

/** MiB that the roles need at the least (facts: an all-in-one node uses 660 MB at /healthz). */
export function memoryOf({ roles }: ClusterNode): number {
  const controller = roles.includes('controller') ? 2048 : 0;
  const worker = roles.includes('worker') ? 1024 : 0;
  const etcd = roles.includes('etcd') ? 512 : 0;
  return Math.max(controller + etcd, worker, 768);
}

async function bootDocument(
  { format, tamper }: SmokeOptions,
  { directory, secrets }: Pick<BuiltLab, 'directory' | 'secrets'>,
  name: string,
): Promise<BootDocument> {
  const read = async (file: string) => {
    const bytes = await readDocument(directory, name, file);
    const spoil = file === 'user-data' || file === 'config.ign' ? tamper : undefined;
    return (await spoil?.(name, bytes, secrets)) ?? bytes;
  };
  if (format === 'ignition') return { format, config: await read('config.ign') };
  return {
    format,
    userData: await read('user-data'),
    metaData: await read('meta-data'),
    networkConfig: await read('network-config'),
  };
}

async function openLab(
  options: SmokeOptions,
  nodes: readonly ClusterNode[],
  labNodes: readonly LabNode[],
  mirrorPort: number,
  progress: Progress,
): Promise<Lab> {
  const gateways = nodes.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]));
  return await startLab({
    nodes: labNodes,
    qemu: options.qemu,
    acceleration: options.acceleration,
    logs: options.logs,
    hostPorts: [mirrorPort],
    routers: [...new Set(gateways)],
    onEvent: progress.show,
    onNotice: progress.say,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
}
