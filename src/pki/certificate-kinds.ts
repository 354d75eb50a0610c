import type { CaName } from '../plan/link.ts';
import type { Profile } from '../profile/schema/profile.ts';

/** Who a certificate speaks for: Kubernetes reads the common name as user, the organization as group. */
export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
}

/** What all certificates of one kind share. */
export interface CertificateKind {
  readonly ca: CaName;
  readonly subject: (holder: string, profile: Profile) => Subject;
  readonly why: string;
}

function named(commonName: string): CertificateKind['subject'] {
  return () => ({ commonName });
}

/** User and group that the node authorizer demands (kubernetes.io, Using Node Authorization). */
function nodeSubject(holder: string): Subject {
  return { commonName: `system:node:${holder}`, organization: 'system:nodes' };
}

/** Names as kubeadm gives them (cmd/kubeadm/app/phases/certs/certlist.go), where it has them. */
const kinds: Readonly<Record<string, CertificateKind>> = {
  'kube-apiserver': {
    ca: 'kubernetes',
    subject: named('kube-apiserver'),
    why: 'serves the Kubernetes API',
  },
  'kube-apiserver-kubelet-client': {
    ca: 'kubernetes',
    subject: named('kube-apiserver-kubelet-client'),
    why: 'the API server shows it to kubelets for logs and exec',
  },
  'kube-apiserver-etcd-client': {
    ca: 'etcd',
    subject: named('kube-apiserver-etcd-client'),
    why: 'the API server shows it to etcd',
  },
  'etcd-server': {
    ca: 'etcd',
    subject: (holder) => ({ commonName: holder }),
    why: 'etcd serves its clients with it',
  },
  'etcd-peer': {
    ca: 'etcd',
    subject: (holder) => ({ commonName: holder }),
    why: 'etcd members show it to each other',
  },
  'kubelet-client': {
    ca: 'kubernetes',
    subject: nodeSubject,
    why: 'the kubelet shows it to the API server',
  },
  'kubelet-serving': {
    ca: 'kubernetes',
    subject: nodeSubject,
    why: 'the kubelet serves logs and exec with it',
  },
  'kube-controller-manager': {
    ca: 'kubernetes',
    subject: named('system:kube-controller-manager'),
    why: 'the controller manager shows it to the API server',
  },
  'kube-scheduler': {
    ca: 'kubernetes',
    subject: named('system:kube-scheduler'),
    why: 'the scheduler shows it to the API server',
  },
  addons: {
    ca: 'kubernetes',
    subject: () => ({ commonName: 'clusterseed:addons', organization: 'system:masters' }),
    why: 'the addon applier shows it to the API server',
  },
  admin: {
    ca: 'kubernetes',
    subject: () => ({
      commonName: 'kubernetes-admin',
      organization: 'clusterseed:cluster-admins',
    }),
    why: 'the administrator of the cluster uses it with kubectl',
  },
  'front-proxy-client': {
    ca: 'front-proxy',
    subject: named('front-proxy-client'),
    why: 'the API server shows it to extension API servers',
  },
  'authentication-webhook-client': {
    ca: 'kubernetes',
    subject: (_holder, { kubernetes }) => ({
      commonName: kubernetes.apiServer.authenticationWebhook?.clientName ?? '',
    }),
    why: 'the API server shows it to the authentication webhook',
  },
  'authentication-webhook': {
    ca: 'kubernetes',
    subject: named('authentication-webhook'),
    why: 'the authentication webhook serves with it',
  },
};

/** The kind that a certificate id names before its `@`. Throws on a kind that is not in the table. */
export function kindOf(name: string): CertificateKind {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`a link names the unknown certificate kind ${name}`);
  return kind;
}

/** The kind of the certificate with this id; undefined when no such kind is known. */
export function findKind(id: string): CertificateKind | undefined {
  return kinds[id.split('@')[0] ?? ''];
}
