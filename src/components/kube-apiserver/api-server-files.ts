import { createPublicKey } from 'node:crypto';
import type { MachineFile, Origin } from '../../machine/model.ts';
import { acceptedTokens, encryptionKeys } from '../../pki/rotation.ts';
import { caBundle } from '../../pki/trust.ts';
import { has, serviceAccountTokens } from '../../plan/versions.ts';
import { certificateFiles } from '../certificate-files.ts';
import type { ComponentInput } from '../component.ts';
import { findIdentityLink, findServerLink } from '../links.ts';
import { rootFile } from '../root-file.ts';
import { signingKey, verifyingKeys } from '../service-account-keys.ts';
import { apiServerPaths, pkiPaths } from './api-server-paths.ts';
import { auditPolicyText } from './audit-policy.ts';
import { authenticationConfigText } from './authentication-config.ts';
import { encryptionConfigText } from './encryption-config.ts';

/** The certificates and keys that the API server of one controller reads, by the plan's links. */
export function apiServerPkiFiles(input: ComponentInput, from: Origin): MachineFile[] {
  const { cluster, node, secrets } = input;
  const self = { client: 'kube-apiserver', clientNode: node.name };
  const identity = (server: string) =>
    findIdentityLink(cluster, { ...self, server }).clientCertificate;
  const serving = findServerLink(cluster, {
    ...self,
    server: 'kube-apiserver',
    serverNode: node.name,
  }).serverCertificate;
  const pairs = [
    [serving, pkiPaths.apiServer],
    [identity('kubelet'), pkiPaths.kubeletClient],
    [identity('etcd'), pkiPaths.etcdClient],
    [identity('extension-apiserver'), pkiPaths.frontProxyClient],
  ] as const;
  return [
    rootFile(from, pkiPaths.ca, caBundle(secrets, 'kubernetes')),
    rootFile(from, pkiPaths.etcdCa, caBundle(secrets, 'etcd')),
    rootFile(from, pkiPaths.frontProxyCa, caBundle(secrets, 'front-proxy')),
    ...pairs.flatMap(([id, base]) => certificateFiles(from, secrets, id, base)),
    ...serviceAccountFiles(input, from),
  ];
}

/** The configuration files that the API server's flags name, but for the webhook's. */
export function apiServerConfigFiles(input: ComponentInput, from: Origin): MachineFile[] {
  const { cluster, secrets } = input;
  const { encryptionAtRest } = cluster.profile.kubernetes.apiServer;
  const { version } = cluster;
  const encryption = encryptionConfigText(version, encryptionKeys(secrets), encryptionAtRest);
  const auditPolicy = auditPolicyText(cluster);
  return [
    ...(has(version, 'authentication configuration file')
      ? [rootFile(from, apiServerPaths.authentication, authenticationConfigText(cluster))]
      : []),
    rootFile(from, apiServerPaths.encryption, encryption, {
      secrets: [
        { secret: 'encryption-key', why: 'the API server encrypts Secrets in etcd with it' },
      ],
    }),
    rootFile(from, apiServerPaths.tokens, tokenFile(acceptedTokens(secrets)), {
      secrets: [{ secret: 'bootstrap-token', why: 'the API server knows joining workers by it' }],
    }),
    ...(auditPolicy === undefined ? [] : [rootFile(from, apiServerPaths.auditPolicy, auditPolicy)]),
  ];
}

/** A line per token: token, user, uid and groups (kubernetes.io, Static Token File). */
function tokenFile(tokens: readonly string[]): string {
  const rest = 'kubelet-bootstrap,10001,"system:bootstrappers"';
  return tokens.map((token) => `${token},${rest}\n`).join('');
}

function serviceAccountFiles({ cluster, secrets }: ComponentInput, from: Origin): MachineFile[] {
  const publicKeys = verifyingKeys(cluster, secrets).map((key) =>
    createPublicKey(key).export({ type: 'spki', format: 'pem' }),
  );
  const { secret, key } = signingKey(cluster, secrets);
  const signs = serviceAccountTokens(cluster.version).includes('api server');
  const why = 'the API server signs service-account tokens';
  return [
    ...(signs
      ? [rootFile(from, pkiPaths.serviceAccountKey, key, { secrets: [{ secret, why }] })]
      : []),
    rootFile(from, pkiPaths.serviceAccountPublicKey, publicKeys.join('')),
  ];
}
