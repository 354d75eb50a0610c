import { placedImage } from '../artifacts/images.ts';
import type { MachineDirectory, MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { healthOf, serviceAccountTokens } from '../plan/versions.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { mergeFlags } from './extra-args.ts';
import { apiServerConfigFiles, apiServerPkiFiles } from './kube-apiserver/api-server-files.ts';
import { apiServerFlags } from './kube-apiserver/api-server-flags.ts';
import { apiServerPaths, pkiPaths } from './kube-apiserver/api-server-paths.ts';
import { webhookFiles } from './kube-apiserver/authentication-webhook.ts';
import { rootDirectory, rootFile } from './root-file.ts';
import { formatStaticPod, type HostMount } from './static-pod/static-pod.ts';

/**
 * kube-apiserver as a static pod, with its certificates and configuration. It sees the files that it reads, never
 * the CA key, and writes to the audit directory only. It is alive without etcd: restarting it would not bring
 * etcd back (as GCE's manifests do, cluster/gce/manifests/kube-apiserver.manifest).
 */
export const kubeApiserver: Component = {
  name: 'kube-apiserver',
  contribute: (input: ComponentInput): MachinePart => {
    const from = originOf('kube-apiserver', input.node);
    const image = placedImage(input.cluster, 'kube-apiserver');
    return {
      images: [image],
      directories: auditDirectory(input, from),
      files: [
        ...apiServerPkiFiles(input, from),
        ...apiServerConfigFiles(input, from),
        ...webhookFiles(input, from),
        manifest(input, image, from),
      ],
    };
  },
};

function auditDirectory({ cluster }: ComponentInput, from: Origin): MachineDirectory[] {
  const { audit } = cluster.profile.kubernetes.apiServer;
  return audit.policy === 'none' ? [] : [rootDirectory(from, apiServerPaths.auditDirectory, 0o700)];
}

function manifest({ cluster, node }: ComponentInput, image: string, from: Origin): MachineFile {
  const { apiServer } = cluster.profile.kubernetes;
  const text = formatStaticPod({
    version: cluster.version,
    name: 'kube-apiserver',
    image,
    args: mergeFlags(
      'kube-apiserver',
      cluster.version,
      apiServerFlags(cluster, node),
      apiServer.extraArgs,
    ),
    cpu: '250m',
    mounts: mounts(cluster),
    host: node.address,
    ...healthOf(cluster.version, 'kube-apiserver'),
    port: apiServer.port,
    startupSeconds: apiServer.startupSeconds,
    capabilities: apiServer.port < 1024 ? ['NET_BIND_SERVICE'] : [],
  });
  return rootFile(from, apiServerPaths.manifest, text, { mode: 0o600 });
}

const keyPairs = [
  pkiPaths.apiServer,
  pkiPaths.kubeletClient,
  pkiPaths.etcdClient,
  pkiPaths.frontProxyClient,
];
const certificates = [
  pkiPaths.ca,
  pkiPaths.etcdCa,
  pkiPaths.frontProxyCa,
  pkiPaths.serviceAccountPublicKey,
];

function mounts({ version, profile }: ComponentInput['cluster']): HostMount[] {
  const audited = profile.kubernetes.apiServer.audit.policy !== 'none';
  const files = [
    ...keyPairs.flatMap((base) => [`${base}.crt`, `${base}.key`]),
    ...certificates,
    ...(serviceAccountTokens(version).includes('api server') ? [pkiPaths.serviceAccountKey] : []),
  ];
  return [
    ...files.sort().map((path): HostMount => ({ path, type: 'File' })),
    { path: apiServerPaths.directory, type: 'Directory' },
    ...(audited
      ? [{ path: apiServerPaths.auditDirectory, type: 'Directory' as const, writable: true }]
      : []),
  ];
}
