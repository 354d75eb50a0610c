import { type CompiledNode, packOptions } from './compile.ts';
import type { Collector } from './diagnostics/collector.ts';
import { formatCidr, parseAddress, parseCidr } from './net/address.ts';
import type { Sender } from './net/ingress-rule.ts';
import type { DocumentFormat } from './pack/artifact.ts';
import { packDocuments } from './pack/pack-documents.ts';
import type { MachineGroup, PackageFile, PackageMachine, PackageNode } from './pack/packager.ts';
import { type PackageName, packageNames, packagerOf } from './pack/packagers.ts';
import type { Secrets } from './pki/secrets.ts';
import type { Cluster, ClusterNode } from './plan/cluster.ts';
import { runsKubelet } from './plan/links/runs-kubelet.ts';
import { nodeNetwork } from './plan/node-network.ts';
import { operatingSystem } from './plan/operating-systems.ts';
import { groupOf, listSecurityGroups } from './plan/security-groups.ts';
import { renderSeed } from './render/cloud-init.ts';
import { toBytes } from './text/bytes.ts';

/** Which packages are made. */
export interface PackageRequest {
  /** Nothing: those of each machine's own platform whose documents cannot be attached as they are. */
  readonly names?: readonly PackageName[];
  /** Where a package that is fetched over HTTP will be served at. */
  readonly url?: string;
  /** More words for the kernel's command line, for machines that boot over the network. */
  readonly kernelArgs?: string;
}

/** A file of a package, below `out/<cluster>/`. */
export interface PackagedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: 0o600 | 0o644 | 0o755;
  readonly secret: boolean;
  readonly node?: string;
}

/** Packages the nodes as they are compiled; `finish` comes after the last. */
export interface Packaging {
  addNode(compiled: CompiledNode): PackagedFile[];
  finish(): PackagedFile[];
}

/**
 * The packages of a cluster, in `packages/<name>/`. A package that was asked for holds the machines of its platform,
 * or all machines when the profile has none of it; machines whose document it cannot attach are left out
 * (`listUnpackaged` tells them). Raises render/userdata-too-large for another platform's limit. Pure.
 */
export function createPackaging(
  cluster: Cluster,
  secrets: Secrets,
  request: PackageRequest,
  diagnostics: Collector,
): Packaging {
  const { url = '', kernelArgs = '' } = request;
  const context = { cluster: cluster.name, url, kernelArgs };
  const machines = new Map<PackageName, PackageMachine[]>();
  return {
    addNode: (compiled) =>
      namesFor(cluster, compiled.node, request).flatMap((name) => {
        const format = formatFor(compiled.node, name);
        if (format === undefined) return [];
        const node = packageNode(cluster, secrets, compiled, { name, format, diagnostics });
        const { document: _, metaData: __, networkConfig: ___, ...machine } = node;
        machines.set(name, [...(machines.get(name) ?? []), machine]);
        const files = packagerOf(name).packager.packNode(node, context);
        return files.map((file) => ({ ...place(name, file), node: node.name }));
      }),
    finish: () =>
      [...machines].flatMap(([name, packed]) => {
        const groups = groupsOf(cluster, packed);
        const files = packagerOf(name).packager.packCluster(packed, { ...context, groups });
        return files.map((file) => place(name, file));
      }),
  };
}

/** Machines that a package cannot hold, because it attaches neither of their documents. */
export function listUnpackaged(
  cluster: Cluster,
  request: PackageRequest,
): { readonly node: string; readonly name: PackageName }[] {
  return cluster.nodes.flatMap((node) =>
    namesFor(cluster, node, request)
      .filter((name) => formatFor(node, name) === undefined)
      .map((name) => ({ node: node.name, name })),
  );
}

/** The packages that bear the names of the machines' own platforms. */
export function ownPackages(cluster: Cluster): PackageName[] {
  const own = new Set<string>(cluster.nodes.map(({ platform }) => platform));
  return packageNames.filter((name) => own.has(name));
}

function namesFor(cluster: Cluster, node: ClusterNode, { names }: PackageRequest): PackageName[] {
  if (names === undefined) {
    return packageNames.filter((name) => name === node.platform && packagerOf(name).always);
  }
  return names.filter((name) => {
    const { platform } = packagerOf(name);
    const spread = cluster.nodes.some((other) => other.platform === platform);
    return !spread || node.platform === platform;
  });
}

/** The document that is attached: the one that the system reads by itself, else one that the packager takes. */
function formatFor(node: ClusterNode, name: PackageName): DocumentFormat | undefined {
  const { formats } = packagerOf(name).packager;
  const natural = operatingSystem(node.os).format;
  const usable = node.formats.filter((format) => formats.includes(format));
  return usable.find((format) => format === natural) ?? usable[0];
}

function packageNode(
  cluster: Cluster,
  secrets: Secrets,
  { node, machine, artifacts }: CompiledNode,
  target: { name: PackageName; format: DocumentFormat; diagnostics: Collector },
): PackageNode {
  const { format, diagnostics } = target;
  const { platform } = packagerOf(target.name);
  const packed =
    platform === node.platform
      ? artifacts
      : packDocuments(
          machine,
          { ...packOptions(cluster, node, secrets), platform, formats: [format] },
          diagnostics,
        );
  const document = packed.find((artifact) => artifact.format === format)?.bytes ?? toBytes('');
  return { ...packageMachine(cluster, node, format), document, ...renderSeed(machine) };
}

function packageMachine(
  cluster: Cluster,
  node: ClusterNode,
  format: DocumentFormat,
): PackageMachine {
  const network = nodeNetwork(cluster, node);
  const { plugin, pods } = cluster.profile.network;
  return {
    name: node.name,
    group: groupOf(cluster, node),
    os: node.os,
    arch: node.arch,
    address: node.address,
    subnet: formatCidr(parseCidr(network.address)),
    network,
    format,
    sendsFor: plugin === 'flannel' || !runsKubelet(node) ? [] : [node.podCidr ?? pods],
  };
}

/** The groups that have a machine in the package; machines that are not in it may send by their addresses. */
function groupsOf(cluster: Cluster, machines: readonly PackageMachine[]): MachineGroup[] {
  const present = new Set(machines.map(({ group }) => group));
  const sendersOf = (from: Sender): Sender[] => {
    if (!('group' in from) || present.has(from.group)) return [from];
    const members = cluster.nodes.filter((node) => groupOf(cluster, node) === from.group);
    return members.map(({ address }) => ({
      network: `${address}/${parseAddress(address).family === 4 ? 32 : 128}`,
    }));
  };
  return listSecurityGroups(cluster)
    .filter(({ name }) => present.has(name))
    .map(({ name, rules }) => ({
      name,
      rules: rules.flatMap((rule) => sendersOf(rule.from).map((from) => ({ ...rule, from }))),
    }));
}

function place(name: PackageName, { path, content, kind }: PackageFile): PackagedFile {
  const modes = { secret: 0o600, public: 0o644, script: 0o755 } as const;
  return {
    path: `packages/${name}/${path}`,
    bytes: toBytes(content),
    mode: modes[kind],
    secret: kind === 'secret',
  };
}
