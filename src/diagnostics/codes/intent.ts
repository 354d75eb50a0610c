import { defineCode } from '../define-codes.ts';

/** The lint of intent: the profile would work, and is probably not what a careful person means. */
export const intentCodes = {
  'intent/insecure-port': defineCode<{ setting: string; value: string; safe: string }>({
    severity: 'warning',
    message: ({ setting, value }) =>
      `${setting} ${value} serves without TLS and without asking who is there`,
    hint: ({ safe }) => safe,
    doc: 'A setting opens a port that anybody who reaches the node may read, or even command: the kubelet’s read-only port, the insecure ports of old programs, metrics beyond the loopback.',
  }),
  'intent/anonymous-kubelet': defineCode({
    severity: 'warning',
    message: () => 'the kubelet takes requests of nobody in particular',
    hint: () => 'remove anonymous-auth: the configuration file refuses them',
    doc: 'kubelet.extraArgs turns anonymous-auth on; a flag wins over the configuration file.',
  }),
  'intent/always-allow': defineCode<{ program: string }>({
    severity: 'warning',
    message: ({ program }) => `${program} allows everything to everybody whom it knows`,
    hint: ({ program }) =>
      program === 'kubelet'
        ? 'remove authorization-mode: the kubelet asks the API server (Webhook)'
        : 'use Node,RBAC',
    doc: 'authorization-mode is AlwaysAllow: any client certificate of the CA may run commands in any pod.',
  }),
  'intent/profiling': defineCode<{ setting: string }>({
    severity: 'warning',
    message: ({ setting }) => `${setting} lets clients read the insides of the program and slow it`,
    hint: () => 'remove it; switch it on for as long as somebody looks',
    doc: 'Profiling of a control-plane program, the kubelet or etcd is switched on (CIS 1.2.15, 1.3.2, 1.4.1).',
  }),
  'intent/static-token': defineCode<{ manifest: string; secret: string; kind: string }>({
    severity: 'warning',
    message: ({ manifest, secret, kind }) =>
      `the Secret ${secret} in ${manifest} is a ${kind} that never ends`,
    hint: ({ kind }) =>
      kind === 'bootstrap token'
        ? 'give it an expiration'
        : 'let pods use projected tokens, and people kubectl create token',
    doc: 'An addon manifest creates a service-account token Secret, or a bootstrap token without expiration: whoever once read it keeps its rights.',
  }),
  'intent/no-audit': defineCode({
    severity: 'warning',
    message: () => 'nobody will be able to tell who did what: the API server keeps no audit log',
    hint: () => 'policy: builtin logs metadata only, and no secret ever',
    doc: 'kubernetes.apiServer.audit.policy is none (CIS 1.2.16, 3.2.1).',
  }),
  'intent/no-encryption-at-rest': defineCode({
    severity: 'warning',
    message: () => 'Secrets lie in etcd, its snapshots and backups as plain text',
    hint: () => 'leave encryptionAtRest out: it is on by default',
    doc: 'kubernetes.apiServer.encryptionAtRest is false (CIS 1.2.27, 1.2.28).',
  }),
  'intent/etcd-majority-on-host': defineCode<{ host: string; there: number; members: number }>({
    severity: 'warning',
    message: ({ host, there, members }) =>
      `${there} of ${members} etcd members run on ${host}: without it the others have no majority`,
    hint: ({ members }) =>
      `put at most ${Math.floor((members - 1) / 2)} of them on one host; two hosts cannot do it, three can`,
    doc: 'By the host keys of machines, losing one hypervisor host loses etcd’s majority, and with it the cluster.',
  }),
  'intent/long-validity': defineCode<{ setting: string; validity: string }>({
    severity: 'warning',
    message: ({ setting, validity }) =>
      `${setting}: a stolen key would be good for up to ${validity}, and certificates cannot be revoked`,
    hint: () => 'use at most 825d, a year is usual: secrets renew makes new ones in a minute',
    doc: 'pki.validity.leaf, or the controller manager’s cluster-signing-duration, is over 825 days. Kubernetes knows no revocation.',
  }),
  'intent/signing-outlives-ca': defineCode<{ signing: string; ca: string }>({
    severity: 'warning',
    message: ({ signing, ca }) =>
      `kubelet certificates are to be valid for ${signing}, and their CA for ${ca} only`,
    hint: () => 'remove cluster-signing-duration: it follows pki.validity.leaf',
    doc: 'The controller manager’s cluster-signing-duration is longer than pki.validity.ca; it would cut what it signs.',
  }),
  'intent/no-login': defineCode<{ user: string }>({
    severity: 'warning',
    message: ({ user }) => `nobody can log in as ${user}: neither SSH key nor password`,
    hint: () => 'add sshKeys, or leave the user out',
    doc: 'A login has no SSH key and no password hash.',
  }),
  'intent/password-login': defineCode<{ user: string }>({
    severity: 'warning',
    message: ({ user }) => `${user} logs in by a password, which can be guessed and shared`,
    hint: () => 'give sshKeys instead of passwordHash',
    doc: 'A login has a password hash and no SSH key.',
  }),
  'intent/ssh-password': defineCode<{ file: string; setting: string }>({
    severity: 'warning',
    message: ({ file, setting }) => `${file} lets SSH accept passwords: ${setting}`,
    hint: () => 'remove the line: the cloud images accept keys only',
    doc: 'A file of yours for sshd allows passwords, empty passwords, or root’s password.',
  }),
  'intent/single-controller': defineCode<{ machine: string }>({
    severity: 'warning',
    message: ({ machine }) => `while ${machine} is down there is no control plane`,
    hint: () => 'with three controllers the cluster survives the loss of one',
    doc: 'A cluster of several machines has one controller.',
  }),
  'intent/single-etcd': defineCode<{ machine: string }>({
    severity: 'warning',
    message: ({ machine }) => `several controllers depend on the only etcd member, ${machine}`,
    hint: () => 'use three members, or five',
    doc: 'A cluster with several controllers has one etcd member.',
  }),
  'intent/single-frontend': defineCode<{ machine: string }>({
    severity: 'warning',
    message: ({ machine }) => `several controllers are reached through ${machine} only`,
    hint: () => 'use two frontends behind a virtual address (endpointAddress), or a balancer',
    doc: 'A cluster with several controllers has one frontend: while it is down nobody reaches the API.',
  }),
  'intent/no-pod-security': defineCode<{ because: string }>({
    severity: 'warning',
    message: ({ because }) =>
      `${because}, and any pod of theirs may be privileged where a namespace says nothing else`,
    hint: () =>
      'set a default level (admission-control-config-file with PodSecurity), or label their namespaces with pod-security.kubernetes.io/enforce',
    doc: 'People log in to the cluster (jwt, authenticationWebhook) and no default level of pod security is set.',
  }),
  'intent/admission-disabled': defineCode<{ plugin: string; loses: string }>({
    severity: 'warning',
    message: ({ plugin, loses }) => `without the admission plugin ${plugin}, ${loses}`,
    hint: ({ plugin }) => `take ${plugin} out of disable-admission-plugins`,
    doc: 'disable-admission-plugins turns off a plugin that guards the cluster (CIS 1.2.12 to 1.2.14).',
  }),
  'intent/always-admit': defineCode({
    severity: 'warning',
    message: () => 'the admission plugin AlwaysAdmit does nothing and is deprecated',
    hint: () => 'leave it out',
    doc: 'admissionPlugins has AlwaysAdmit (CIS 1.2.10).',
  }),
  'intent/weak-tls': defineCode<{ setting: string; value: string }>({
    severity: 'warning',
    message: ({ setting, value }) => `${setting} allows ${value}, which is broken or was withdrawn`,
    hint: () => 'remove it: TLS 1.2 with forward secrecy is what every client of today speaks',
    doc: 'A setting brings back TLS 1.0 or 1.1, or cipher suites without forward secrecy or authenticated encryption (CIS 1.2.29, 4.2.12).',
  }),
};
