import { generateKeyPairSync } from 'node:crypto';
import type { Component } from '../../../src/components/component.ts';
import type { MachinePart } from '../../../src/machine/model.ts';
import { listCertificates } from '../../../src/pki/certificates.ts';
import type { Secrets } from '../../../src/pki/secrets.ts';
import type { Cluster } from '../../../src/plan/cluster.ts';
import type { ProfileInput } from '../../../src/profile/schema/profile.ts';
import { planned } from '../plan/sample-cluster.ts';

const serviceAccountKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** Secrets whose texts name themselves: the certificate of `x@y` is `certificate of x@y`; the service-account key is a real one. */
export function namedSecrets(cluster: Cluster): Secrets {
  const pair = (name: string) => ({
    certificate: `certificate of ${name}\n`,
    key: `key of ${name}\n`,
  });
  return {
    version: 1,
    cluster: cluster.name,
    cas: {
      kubernetes: pair('ca/kubernetes'),
      etcd: pair('ca/etcd'),
      'front-proxy': pair('ca/front-proxy'),
    },
    serviceAccountKey,
    encryptionKey: 'encryption key',
    bootstrapToken: '0123456789abcdef0123456789abcdef',
    certificates: Object.fromEntries(listCertificates(cluster).map(({ id }) => [id, pair(id)])),
  };
}

/** What `component` adds to the machine `name` (default: the first) of the profile. */
export function contribute(
  component: Component,
  profile: ProfileInput,
  name?: string,
): MachinePart {
  const cluster = planned(profile);
  const node = cluster.nodes.find((candidate) => name === undefined || candidate.name === name);
  if (node === undefined) throw new Error(`no machine ${name}`);
  return component.contribute({ cluster, node, secrets: namedSecrets(cluster) });
}

/** The text of a file or unit of the part. Throws when it has none. */
export function textOf(part: MachinePart, path: string): string {
  const content =
    part.files?.find((file) => file.path === path)?.content ??
    part.units?.find((unit) => unit.name === path)?.content;
  if (typeof content !== 'string') throw new Error(`no text at ${path}`);
  return content;
}
