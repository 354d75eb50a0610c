import { isAtLeast } from './minors.ts';

/** By kind, the apiVersions that a manifest may use, newest first, with the first minor that serves each by default. */
const served = {
  ClusterRole: rbac(),
  ClusterRoleBinding: rbac(),
  Role: rbac(),
  RoleBinding: rbac(),
  DaemonSet: [
    ['apps/v1', '1.9'],
    ['extensions/v1beta1', '1.2'],
  ],
  Deployment: [
    ['apps/v1', '1.9'],
    ['apps/v1beta1', '1.6'],
  ],
  CertificateSigningRequest: [
    ['certificates.k8s.io/v1', '1.19'],
    ['certificates.k8s.io/v1beta1', '1.6'],
  ],
  NetworkPolicy: [['networking.k8s.io/v1', '1.7']],
} as const satisfies Readonly<Record<string, readonly (readonly [string, string])[]>>;

function rbac() {
  return [
    ['rbac.authorization.k8s.io/v1', '1.8'],
    ['rbac.authorization.k8s.io/v1beta1', '1.6'],
  ] as const;
}

/** Kinds whose apiVersion depends on the version of Kubernetes. */
export type VersionedKind = keyof typeof served;

/**
 * The apiVersion to write for a kind: the newest that this Kubernetes serves by default (kubernetes.io, Deprecated
 * API Migration Guide; pkg/master/master.go of 1.7.2).
 */
export function apiVersionOf(version: string, kind: VersionedKind): string {
  const rows: readonly (readonly [string, string])[] = served[kind];
  const newest = rows.find(([, minor]) => isAtLeast(version, minor)) ?? rows.at(-1);
  return newest?.[0] ?? '';
}
