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

/** A ClusterRoleBinding of `role` to `subject`. */
export function bindClusterRole(name: string, role: string, subject: Subject): KubernetesObject {
  const full = subject.kind === 'ServiceAccount' ? subject : { apiGroup: rbac, ...subject };
  return {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects: [full],
  };
}

/** A ClusterRole with rules as `[groups, resources, verbs]`. */
export function clusterRole(
  name: string,
  rules: readonly (readonly [
    groups: readonly string[],
    resources: readonly string[],
    verbs: readonly string[],
  ])[],
): KubernetesObject {
  return {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules: rules.map(([apiGroups, resources, verbs]) => ({ apiGroups, resources, verbs })),
  };
}

/** A ServiceAccount. */
export function serviceAccount(name: string, namespace: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}
