import { controlPlaneImages, has } from '../../plan/versions.ts';
import { toYaml } from '../../text/yaml.ts';
import { healthProbe } from './probe.ts';

/** A path of the host that the container sees at the same place. */
export interface HostMount {
  readonly path: string;
  readonly type: 'File' | 'Directory';
  /** Only what the program writes to is writable. */
  readonly writable?: boolean;
}

/** What differs between the static pods of the control plane. */
export interface StaticPodContent {
  /** Of Kubernetes: it decides which fields there are. */
  readonly version: string;
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly cpu: string;
  readonly mounts: readonly HostMount[];
  readonly host: string;
  /** Scheme, port and paths of the health checks; without `ready` there is no readiness probe. */
  readonly scheme: 'HTTPS' | 'HTTP';
  readonly port: number;
  readonly live: string;
  readonly ready?: string;
  /** How long it may take until it first answers. */
  readonly startupSeconds: number;
  /** Linux capabilities that are kept; all others are dropped. */
  readonly capabilities?: readonly string[];
}

/**
 * The manifest of one static pod, in the shape of kubeadm 1.36 (cmd/kubeadm/app/util/staticpod), with a closed
 * security context: the programs run as root for the sake of 0600 files, but without privileges. Fields that the
 * version does not have are left out; 1.7 has annotations for two of them (pkg/api/annotation_key_constants.go).
 */
export function formatStaticPod(pod: StaticPodContent): string {
  return toYaml({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: 'kube-system',
      labels: { component: pod.name, tier: 'control-plane' },
      annotations: annotations(pod.version),
    },
    spec: {
      hostNetwork: true,
      ...(has(pod.version, 'pod priority') ? critical : {}),
      ...(has(pod.version, 'seccomp profile field') ? confined : {}),
      containers: [container(pod)],
      volumes: pod.mounts.map(({ path, type }) => ({
        name: volumeName(path),
        hostPath: has(pod.version, 'host path type') ? { path, type } : { path },
      })),
    },
  });
}

const critical = { priority: 2000001000, priorityClassName: 'system-node-critical' };
const confined = { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } };

function annotations(version: string): Record<string, string> | undefined {
  const all = {
    ...(has(version, 'pod priority') ? {} : { 'scheduler.alpha.kubernetes.io/critical-pod': '' }),
    ...(has(version, 'seccomp profile field')
      ? {}
      : { 'seccomp.security.alpha.kubernetes.io/pod': 'docker/default' }),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** hyperkube takes the program's name without its prefix (cmd/hyperkube of 1.7.2). */
function commandOf({ version, name, args }: StaticPodContent): string[] {
  const single = controlPlaneImages(version) === 'hyperkube';
  return [...(single ? ['/hyperkube', name.replace(/^kube-/, '')] : [name]), ...args];
}

/** Without startup probes the liveness probe begins when the program should have started. */
function probes(pod: StaticPodContent): Record<string, unknown> {
  const { host, port, scheme, live, ready, startupSeconds } = pod;
  const alive = { host, port, scheme, path: live };
  const starts = has(pod.version, 'startup probe');
  const liveness = healthProbe(alive, 'liveness');
  return {
    startupProbe: starts ? healthProbe(alive, 'startup', startupSeconds) : undefined,
    livenessProbe: starts ? liveness : { ...liveness, initialDelaySeconds: startupSeconds },
    readinessProbe:
      ready === undefined ? undefined : healthProbe({ ...alive, path: ready }, 'readiness'),
  };
}

function container(pod: StaticPodContent): Record<string, unknown> {
  const kept = pod.capabilities ?? [];
  return {
    name: pod.name,
    image: pod.image,
    imagePullPolicy: 'IfNotPresent',
    command: commandOf(pod),
    ports: [{ name: pod.scheme.toLowerCase(), containerPort: pod.port, protocol: 'TCP' }],
    ...probes(pod),
    resources: { requests: { cpu: pod.cpu } },
    securityContext: {
      allowPrivilegeEscalation: has(pod.version, 'privilege escalation field') ? false : undefined,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: kept.length === 0 ? undefined : kept },
    },
    volumeMounts: pod.mounts.map(({ path, writable }) => ({
      name: volumeName(path),
      mountPath: path,
      readOnly: writable ? undefined : true,
    })),
  };
}

/** `/etc/kubernetes/pki/ca.crt` → `ca-crt`: an RFC 1123 label, unlike for unlike paths of ours. */
function volumeName(path: string): string {
  return path
    .replace(/^\/etc\/kubernetes\/(pki\/)?/, '')
    .replace(/^\//, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
}
