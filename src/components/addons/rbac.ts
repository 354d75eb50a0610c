import { builtinClusterRoles } from '../tables/names.ts';
import { bindClusterRole, clusterRole, type KubernetesObject, type Subject } from './object.ts';

const approver = 'system:certificates.k8s.io:certificatesigningrequests';

/**
 * What nodes and people need before anything else: workers may ask for their certificate and get it, renew it
 * later; the API server may ask kubelets for logs; whoever holds the admin kubeconfig administers the cluster
 * (kubernetes.io, TLS bootstrapping; kubeadm 1.37 for the kubelet client). Roles that the version does not create by
 * itself come before.
 */
export function rbacObjects(version: string): KubernetesObject[] {
  const bootstrappers = { kind: 'Group', name: 'system:bootstrappers' } as const;
  const nodes = { kind: 'Group', name: 'system:nodes' } as const;
  const bind = (name: string, role: string, subject: Subject) =>
    bindClusterRole(version, `clusterseed:${name}`, role, subject);
  return [
    ...missingRoles(version),
    bind('node-bootstrapper', 'system:node-bootstrapper', bootstrappers),
    bind('approve-node-client', `${approver}:nodeclient`, bootstrappers),
    bind('approve-node-renewal', `${approver}:selfnodeclient`, nodes),
    bind('kubelet-api-admin', 'system:kubelet-api-admin', {
      kind: 'User',
      name: 'kube-apiserver-kubelet-client',
    }),
    bind('cluster-admins', 'cluster-admin', {
      kind: 'Group',
      name: 'clusterseed:cluster-admins',
    }),
  ];
}

type Rules = Parameters<typeof clusterRole>[2];

const ofKubelet = ['proxy', 'metrics', 'spec', 'stats', 'log'].map((part) => `nodes/${part}`);

/** The roles as later versions create them (plugin/pkg/auth/authorizer/rbac/bootstrappolicy of 1.8.0 and 1.10.0). */
const laterRoles: readonly (readonly [name: string, rules: Rules])[] = [
  [`${approver}:nodeclient`, approving('nodeclient')],
  [`${approver}:selfnodeclient`, approving('selfnodeclient')],
  [
    'system:kubelet-api-admin',
    [
      [[''], ['nodes'], ['get', 'list', 'watch', 'proxy']],
      [[''], ofKubelet, ['*']],
    ],
  ],
];

function approving(request: string): Rules {
  return [[['certificates.k8s.io'], [`certificatesigningrequests/${request}`], ['create']]];
}

function missingRoles(version: string): KubernetesObject[] {
  const builtin = builtinClusterRoles(version);
  return laterRoles
    .filter(([name]) => !builtin.includes(name))
    .map(([name, rules]) => clusterRole(version, name, rules));
}
