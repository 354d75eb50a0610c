import { downloadOf } from '../artifacts/download.ts';
import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { caBundle } from '../pki/trust.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { etcdPeerPort } from '../plan/links/etcd.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import { quoteShell } from '../text/shell-quote.ts';
import { certificateFiles } from './certificate-files.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { etcdClientUrls, etcdFlags } from './etcd/etcd-flags.ts';
import { etcdPaths } from './etcd/etcd-paths.ts';
import { etcdUnit } from './etcd/etcd-unit.ts';
import { mergeFlags } from './extra-args.ts';
import { findServerLink } from './links.ts';
import { ownUnit, rootFile } from './root-file.ts';

const owner = { user: 'etcd', group: 'etcd' };

/**
 * An etcd member: the released programs, its service, certificates and data directory, with static membership.
 * etcd cannot start before its user, files and download are there, and tries for ever.
 */
export const etcd: Component = {
  name: 'etcd',
  contribute: (input: ComponentInput): MachinePart => {
    const { cluster, node, secrets } = input;
    const from = originOf('etcd', node);
    const { binDir } = operatingSystem(node.os);
    const { dataDir, extraArgs } = cluster.profile.etcd;
    const args = mergeFlags(
      'etcd',
      cluster.etcdVersion,
      etcdFlags(cluster, node, secrets),
      extraArgs,
    );
    const data = { path: dataDir, mode: 0o700, ...owner, from };
    return {
      // No home: where the image has the account already, Ignition would move its home and refuse.
      users: [{ name: 'etcd', system: true, shell, groups: [], sshKeys: [], from }],
      directories: [data],
      files: [...tlsFiles(input, from), environment(cluster, node, from)],
      units: [ownUnit(from, 'etcd.service', etcdUnit([`${binDir}/etcd`, ...args], dataDir))],
      downloads: [programs(cluster, node, binDir, from)],
    };
  },
};

const shell = '/usr/sbin/nologin';

function tlsFiles({ cluster, node, secrets }: ComponentInput, from: Origin): MachineFile[] {
  const self = { clientNode: node.name, server: 'etcd', serverNode: node.name };
  const peer = findServerLink(cluster, { ...self, client: 'etcd', port: etcdPeerPort });
  const server = findServerLink(cluster, { ...self, client: 'etcdctl' });
  const content = caBundle(secrets, 'etcd');
  return [
    { path: etcdPaths.ca, content, mode: 0o644, ...owner, secrets: [], from },
    ...certificateFiles(from, secrets, peer.serverCertificate, etcdPaths.peer, owner),
    ...certificateFiles(from, secrets, server.serverCertificate, etcdPaths.server, owner),
  ];
}

/** For people: `. /etc/etcd/etcdctl.env && etcdctl endpoint health --cluster`. */
function environment(cluster: Cluster, node: ClusterNode, from: Origin): MachineFile {
  const variables = {
    ETCDCTL_ENDPOINTS: etcdClientUrls(cluster, node, 'etcdctl').join(','),
    ETCDCTL_CACERT: etcdPaths.ca,
    ETCDCTL_CERT: `${etcdPaths.server}.crt`,
    ETCDCTL_KEY: `${etcdPaths.server}.key`,
  };
  const lines = Object.entries(variables).map(
    ([name, value]) => `export ${name}=${quoteShell(value)}\n`,
  );
  return rootFile(from, etcdPaths.environment, lines.join(''));
}

function programs(cluster: Cluster, node: ClusterNode, directory: string, from: Origin) {
  const archive = `etcd-v${cluster.etcdVersion}-linux-${node.arch}`;
  const members = Object.fromEntries(
    ['etcd', 'etcdctl', 'etcdutl'].map((program) => [`${archive}/${program}`, program]),
  );
  return downloadOf(cluster, node, 'etcd', { kind: 'tar.gz' as const, directory, members }, from);
}
