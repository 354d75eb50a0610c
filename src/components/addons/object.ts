import { apiVersionOf } from '../../plan/versions.ts';

/** A Kubernetes object as a manifest has it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Who a binding is for. */
export type Subject =
  | { readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string };

const rbac = 'rbac.authorization.k8s.io';

/** A ClusterRoleBinding of `role` to `subject`, for that version of Kubernetes. */
export function bindClusterRole(
  version: string,
  name: string,
  role: string,
  subject: Subject,
): KubernetesObject {
  const full = subject.kind === 'ServiceAccount' ? subject : { apiGroup: rbac, ...subject };
  return {
    apiVersion: apiVersionOf(version, 'ClusterRoleBinding'),
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [full],
  };
}

/** A ClusterRole with rules as `[groups, resources, verbs]`, for that version of Kubernetes. */
export function clusterRole(
  version: string,
  name: string,
  rules: readonly (readonly [
    groups: readonly string[],
    resources: readonly string[],
    verbs: readonly string[],
  ])[],
): KubernetesObject {
  return {
    apiVersion: apiVersionOf(version, 'ClusterRole'),
    kind: 'ClusterRole',
    metadata: { name },
    rules: rules.map(([apiGroups, resources, verbs]) => ({ apiGroups, resources, verbs })),
  };
}

/** A ServiceAccount. */
export function serviceAccount(name: string, namespace: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}
