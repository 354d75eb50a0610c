import type { Guide, GuideContext } from './guide.ts';

const controllers = ['controller'] as const;

function ready({ kubectl }: GuideContext): string {
  return `${kubectl} get --raw='/readyz?verbose'   # at every API server, not only behind the endpoint`;
}

/** What stored data of the key of a generation begins with (k8s.io/apiserver, pkg/storage/value). */
function stored(generation: number): string {
  return `On a member of etcd: . /etc/etcd/etcdctl.env && etcdctl get /registry/secrets --prefix --print-value-only | grep -ac 'k8s:enc:secretbox:v1:clusterseed-${generation}:'   # must say 0`;
}

function rewrite({ kubectl }: GuideContext): string {
  return `${kubectl} get secrets --all-namespaces -o json | ${kubectl} replace -f -   # writes every Secret again, with the new key`;
}

/** Each stage of the rotation of each key and of the token. */
export const keyGuides = {
  'service-account-key': {
    trust: {
      does: 'API servers accept tokens of the old key and of the new one; the old one still signs.',
      order: controllers,
      before: ({ kubectl }) => [
        `${kubectl} get --raw=/openid/v1/jwks   # must list two keys, at every API server`,
        'Who verifies tokens outside of the cluster must have read this list again.',
      ],
    },
    switch: {
      does: 'Tokens are signed by the new key; those of the old one are still accepted.',
      order: controllers,
      before: ({ kubectl }) => [
        'Wait until no token of the old key is in use: an hour for those of pods, longer where `kubectl create token --duration` asked for it.',
        `${kubectl} get secrets --all-namespaces --field-selector type=kubernetes.io/service-account-token   # delete and create these anew: their tokens do not end by themselves`,
      ],
    },
    drop: {
      does: 'Only tokens of the new key are accepted.',
      order: controllers,
      before: ({ kubectl }) => [`${kubectl} get --raw=/openid/v1/jwks   # must list one key`],
    },
  },
  'encryption-key': {
    trust: {
      does: 'API servers can read what the new key has encrypted; the old one still encrypts.',
      order: controllers,
      before: (context) => [ready(context)],
    },
    switch: {
      does: 'Secrets are encrypted with the new key; what the old one has encrypted is still read.',
      order: controllers,
      before: (context) => [ready(context), rewrite(context), stored(context.generation - 1)],
    },
    drop: {
      does: 'Only the new key is left; a Secret that was not written again could not be read any more.',
      order: controllers,
      before: ({ kubectl }) => [
        `${kubectl} get secrets --all-namespaces -o name | wc -l   # must answer, without an error`,
      ],
    },
  },
  'bootstrap-token': {
    trust: {
      does: 'API servers accept the old token and the new one; workers still join with the old one.',
      order: controllers,
      before: (context) => [ready(context)],
    },
    switch: {
      does: 'Workers join with the new token; the old one is still accepted. Workers that have joined need no new document for it.',
      order: ['controller', 'worker'],
      before: () => [
        'No machine may be about to boot from an old document: it could not join any more.',
      ],
    },
    drop: {
      does: 'Only the new token is accepted.',
      order: controllers,
      before: (context) => [ready(context)],
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Guide>>>>;
