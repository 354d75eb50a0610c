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
 * security context: the programs run as root for the sake of 0600 files, but without privileges.
 */
export function formatStaticPod(pod: StaticPodContent): string {
  return toYaml({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: 'kube-system',
      labels: { component: pod.name, tier: 'control-plane' },
    },
    spec: {
      hostNetwork: true,
      priority: 2000001000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container(pod)],
      volumes: pod.mounts.map(({ path, type }) => ({
        name: volumeName(path),
        hostPath: { path, type },
      })),
    },
  });
}

function container(pod: StaticPodContent): Record<string, unknown> {
  const probe = { host: pod.host, port: pod.port, scheme: pod.scheme };
  const kept = pod.capabilities ?? [];
  return {
    name: pod.name,
    image: pod.image,
    imagePullPolicy: 'IfNotPresent',
    command: [pod.name, ...pod.args],
    ports: [{ name: pod.scheme.toLowerCase(), containerPort: pod.port, protocol: 'TCP' }],
    startupProbe: healthProbe({ ...probe, path: pod.live }, 'startup', pod.startupSeconds),
    livenessProbe: healthProbe({ ...probe, path: pod.live }, 'liveness'),
    readinessProbe:
      pod.ready === undefined ? undefined : healthProbe({ ...probe, path: pod.ready }, 'readiness'),
    resources: { requests: { cpu: pod.cpu } },
    securityContext: {
      allowPrivilegeEscalation: false,
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

/** `/etc/kubernetes/pki/ca.crt` → `pki-ca-crt`: an RFC 1123 label, unlike for unlike paths of ours. */
function volumeName(path: string): string {
  return path
    .replace(/^\/etc\/kubernetes\//, '')
    .replace(/^\//, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
}
