import type { Guide, GuideContext } from './guide.ts';

const everywhere = ['controller', 'frontend', 'worker'] as const;
const store = ['etcd', 'controller'] as const;

/** Written by every API server, which adds to what is there: a CA leaves it only with the whole ConfigMap. */
const authentication = 'configmap extension-apiserver-authentication';

function rootCertificates({ kubectl }: GuideContext, count: number): string {
  return `${kubectl} -n kube-system get configmap kube-root-ca.crt -o jsonpath='{.data.ca\\.crt}' | grep -c BEGIN   # must say ${count}`;
}

/** Programs that read the CA at their start, and those of ours that run in pods. */
function restartPods({ kubectl, cluster }: GuideContext): string[] {
  const { addons, network } = cluster.profile;
  const ours = [
    ...(addons.includes('kube-proxy') ? ['kube-system daemonset/kube-proxy'] : []),
    ...(addons.includes('coredns') ? ['kube-system deployment/coredns'] : []),
    ...(network.plugin === 'flannel' ? ['kube-flannel daemonset/kube-flannel-ds'] : []),
  ];
  return [
    ...ours.map((place) => {
      const [namespace, name] = place.split(' ');
      return `${kubectl} -n ${namespace} rollout restart ${name}`;
    }),
    'Restart, too, the pods of yours that talk to the API and read its CA only when they start.',
  ];
}

function webhook({ kubectl, cluster, directory }: GuideContext): string[] {
  if (cluster.profile.kubernetes.apiServer.authenticationWebhook?.servingSecret === undefined) {
    return [];
  }
  return [`${kubectl} apply -f ${directory}/authentication-webhook-secret.yaml`];
}

const newKubeconfig = 'Hand out the new admin.kubeconfig.';

function etcdHealth({ kubectl }: GuideContext): string[] {
  return [
    'On a member: . /etc/etcd/etcdctl.env && etcdctl endpoint health --cluster   # all must be healthy',
    `${kubectl} get --raw=/readyz/etcd   # must say ok`,
  ];
}

function forgetAuthentication({ kubectl }: GuideContext): string {
  return `${kubectl} -n kube-system delete ${authentication}   # the API servers write it anew without the old CA`;
}

/** Each stage of the rotation of each CA. */
export const certificateAuthorityGuides = {
  'ca/kubernetes': {
    trust: {
      does: 'Machines, pods and people trust the old CA and the new one; the old one still signs.',
      order: everywhere,
      before: (context) => [
        rootCertificates(context, 2),
        ...webhook(context),
        ...restartPods(context),
        newKubeconfig,
      ],
    },
    switch: {
      does: 'The control plane and the kubelets show certificates of the new CA, which signs from now on; both are trusted.',
      order: everywhere,
      before: (context) => [
        'On every worker: rm /var/lib/kubelet/pki/kubelet-client-current.pem && systemctl restart kubelet   # it asks for a certificate of the new CA',
        'On every worker: openssl x509 -noout -issuer -in /var/lib/kubelet/pki/kubelet-client-current.pem   # must name the new CA',
        ...webhook(context),
        newKubeconfig,
        'Issue anew what you have had signed for others through the CertificateSigningRequest API.',
      ],
    },
    drop: {
      does: 'Only the new CA is trusted.',
      order: everywhere,
      before: (context) => [
        rootCertificates(context, 1),
        forgetAuthentication(context),
        ...webhook(context),
        newKubeconfig,
      ],
    },
  },
  'ca/etcd': {
    trust: {
      does: 'Members and API servers trust the old etcd CA and the new one; certificates are still the old ones.',
      order: store,
      before: etcdHealth,
    },
    switch: {
      does: 'Members and API servers show certificates of the new etcd CA; both are trusted.',
      order: store,
      before: etcdHealth,
    },
    drop: { does: 'Only the new etcd CA is trusted.', order: store, before: etcdHealth },
  },
  'ca/front-proxy': {
    trust: {
      does: 'API servers and extension API servers trust the old front-proxy CA and the new one.',
      order: ['controller'],
      before: ({ kubectl }) => [
        `${kubectl} -n kube-system get ${authentication} -o jsonpath='{.data.requestheader-client-ca-file}' | grep -c BEGIN   # must say 2`,
        `${kubectl} get apiservices   # all must be Available`,
      ],
    },
    switch: {
      does: 'API servers show a certificate of the new front-proxy CA; both are trusted.',
      order: ['controller'],
      before: ({ kubectl }) => [`${kubectl} get apiservices   # all must be Available`],
    },
    drop: {
      does: 'Only the new front-proxy CA is trusted.',
      order: ['controller'],
      before: (context) => [
        forgetAuthentication(context),
        `${context.kubectl} get apiservices   # all must be Available`,
      ],
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Guide>>>>;
