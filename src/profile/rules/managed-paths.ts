interface ManagedPath {
  /** A file, or with a trailing slash everything below it. */
  readonly path: string;
  /** What to use instead. */
  readonly instead: string;
}

const noOther = 'choose another path';

/** What clusterseed or the system writes itself (docs/node-layout.md); the first that matches decides. */
const managedPaths: readonly ManagedPath[] = [
  {
    path: '/etc/kubernetes/kubelet.yaml',
    instead: 'put fields of the kubelet’s configuration under kubernetes.kubelet.config',
  },
  {
    path: '/etc/kubernetes/scheduler/',
    instead: 'put fields of the scheduler’s configuration under kubernetes.scheduler.config',
  },
  {
    path: '/etc/kubernetes/apiserver/',
    instead: 'use the settings under kubernetes.apiServer (audit, jwt, authenticationWebhook)',
  },
  {
    path: '/etc/kubernetes/addons/',
    instead: 'name the manifest under addons: - manifest: FILE',
  },
  { path: '/etc/kubernetes/manifests/kube-', instead: 'give a static pod of yours another name' },
  { path: '/etc/kubernetes/pki/', instead: 'use the settings under pki' },
  { path: '/etc/etcd/pki/', instead: 'use the settings under pki' },
  { path: '/etc/haproxy/', instead: noOther },
  {
    path: '/etc/containerd/config.toml',
    instead: 'put a drop-in file into /etc/containerd/conf.d, or use the settings under mirror',
  },
  { path: '/etc/clusterseed/', instead: noOther },
  { path: '/var/lib/clusterseed/', instead: noOther },
  { path: '/var/lib/kubelet/', instead: noOther },
  { path: '/var/lib/containerd/', instead: noOther },
  { path: '/run/', instead: 'it is emptied at every boot: use a unit with RuntimeDirectory=' },
  { path: '/etc/systemd/system/', instead: 'use units, with dropIns for units of others' },
  { path: '/etc/hostname', instead: 'the machine’s name is its host name' },
  { path: '/etc/hosts', instead: noOther },
  { path: '/etc/netplan/', instead: 'use the settings under network' },
  { path: '/etc/systemd/network/', instead: 'use the settings under network' },
  { path: '/etc/passwd', instead: 'use users' },
  { path: '/etc/shadow', instead: 'use users with passwordHash' },
  { path: '/etc/group', instead: 'use users with groups' },
  { path: '/proc/', instead: 'use sysctls' },
  { path: '/sys/', instead: 'use a unit that writes there at boot' },
  { path: '/dev/', instead: noOther },
];

const rootConfigurations = /^\/etc\/kubernetes\/[^/]+\.(conf|yaml)$/;

/** What to use instead of a file at `path`, when that path is not free. */
export function managedPath(path: string, dataDirectory: string | undefined): string | undefined {
  if (dataDirectory !== undefined && `${path}/`.startsWith(`${dataDirectory}/`)) return noOther;
  const managed = managedPaths.find((each) =>
    each.path.endsWith('/') || each.path.endsWith('-')
      ? path.startsWith(each.path)
      : path === each.path,
  );
  return managed?.instead ?? (rootConfigurations.test(path) ? noOther : undefined);
}
