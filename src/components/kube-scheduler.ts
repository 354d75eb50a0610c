import { placedImage } from '../artifacts/images.ts';
import type { MachineFile, MachinePart, Origin } from '../machine/model.ts';
import { podManifest } from '../machine/places.ts';
import type { Cluster } from '../plan/cluster.ts';
import { has, healthOf } from '../plan/versions.ts';
import { toYaml } from '../text/yaml.ts';
import { type Component, type ComponentInput, originOf } from './component.ts';
import { mergeFlags } from './extra-args.ts';
import type { FlagSet } from './flags/format-flags.ts';
import { type IdentityPlace, identityKubeconfig } from './identity-kubeconfig.ts';
import { pkiPaths } from './kube-apiserver/api-server-paths.ts';
import { overlayObjects } from './overlay-objects.ts';
import { rootFile } from './root-file.ts';
import { formatStaticPod, type HostMount } from './static-pod/static-pod.ts';
import { tlsPolicyFlags } from './tls-policy.ts';

const kubeconfigPath = '/etc/kubernetes/scheduler.conf';
const identityPath = '/etc/kubernetes/pki/scheduler';
const configPath = '/etc/kubernetes/scheduler/config.yaml';

const place: IdentityPlace = {
  client: 'kube-scheduler',
  userName: 'system:kube-scheduler',
  kubeconfig: kubeconfigPath,
  identity: identityPath,
  ca: pkiPaths.ca,
};

/** kube-scheduler as a static pod; it reads its configuration and its identity and nothing else. */
export const kubeScheduler: Component = {
  name: 'kube-scheduler',
  contribute: (input: ComponentInput): MachinePart => {
    const { cluster } = input;
    const from = originOf('kube-scheduler', input.node);
    const image = placedImage(cluster, 'kube-scheduler');
    return {
      images: [image],
      files: [
        ...(has(cluster.version, 'scheduler configuration file')
          ? [rootFile(from, configPath, schedulerConfigText(cluster))]
          : []),
        ...identityKubeconfig(input, from, place),
        manifest(cluster, image, from),
      ],
    };
  },
};

/** KubeSchedulerConfiguration; the profile's fields win, but for the kubeconfig. */
function schedulerConfigText(cluster: Cluster): string {
  const ours = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: true },
    enableProfiling: false,
  };
  const fixed = { clientConnection: { kubeconfig: kubeconfigPath } };
  const { config } = cluster.profile.kubernetes.scheduler;
  return toYaml(overlayObjects(overlayObjects(ours, config), fixed));
}

function manifest(cluster: Cluster, image: string, from: Origin): MachineFile {
  const { apiServer, scheduler } = cluster.profile.kubernetes;
  const name = 'kube-scheduler';
  const configured = has(cluster.version, 'scheduler configuration file');
  const text = formatStaticPod({
    version: cluster.version,
    name,
    image,
    args: mergeFlags(name, cluster.version, schedulerFlags(cluster), scheduler.extraArgs),
    cpu: '100m',
    mounts: [
      ...(configured ? [configPath] : []),
      kubeconfigPath,
      pkiPaths.ca,
      `${identityPath}.crt`,
      `${identityPath}.key`,
    ].map((path): HostMount => ({ path, type: 'File' })),
    host: '127.0.0.1',
    ...healthOf(cluster.version, name),
    startupSeconds: apiServer.startupSeconds,
  });
  return rootFile(from, podManifest('kube-scheduler'), text, { mode: 0o600 });
}

/** What is not in the configuration file, hardened after CIS 1.4; everything where there is no such file. */
export function schedulerFlags({ version }: Pick<Cluster, 'version'>): FlagSet {
  return {
    ...(has(version, 'scheduler configuration file')
      ? { config: configPath }
      : { kubeconfig: kubeconfigPath, 'leader-elect': true, profiling: false }),
    ...(has(version, 'secure controller ports') ? secureServing : { address: '127.0.0.1' }),
  };
}

const secureServing: FlagSet = {
  'authentication-kubeconfig': kubeconfigPath,
  'authorization-kubeconfig': kubeconfigPath,
  'bind-address': '127.0.0.1',
  ...tlsPolicyFlags,
};
