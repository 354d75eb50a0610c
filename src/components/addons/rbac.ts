import { bindClusterRole, type KubernetesObject } from './object.ts';

const approver = 'system:certificates.k8s.io:certificatesigningrequests';

/**
 * What nodes and people need before anything else: workers may ask for their certificate and get it, renew it
 * later; the API server may ask kubelets for logs; whoever holds the admin kubeconfig administers the cluster
 * (kubernetes.io, TLS bootstrapping; kubeadm 1.37 for the kubelet client).
 */
export function rbacObjects(): KubernetesObject[] {
  const bootstrappers = { kind: 'Group', name: 'system:bootstrappers' } as const;
  const nodes = { kind: 'Group', name: 'system:nodes' } as const;
  return [
    bindClusterRole('clusterseed:node-bootstrapper', 'system:node-bootstrapper', bootstrappers),
    bindClusterRole('clusterseed:approve-node-client', `${approver}:nodeclient`, bootstrappers),
    bindClusterRole('clusterseed:approve-node-renewal', `${approver}:selfnodeclient`, nodes),
    bindClusterRole('clusterseed:kubelet-api-admin', 'system:kubelet-api-admin', {
      kind: 'User',
      name: 'kube-apiserver-kubelet-client',
    }),
    bindClusterRole('clusterseed:cluster-admins', 'cluster-admin', {
      kind: 'Group',
      name: 'clusterseed:cluster-admins',
    }),
  ];
}
