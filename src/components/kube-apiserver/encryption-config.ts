import type { NamedKey } from '../../pki/rotation.ts';
import { has } from '../../plan/versions.ts';
import { toYaml } from '../../text/yaml.ts';

/**
 * EncryptionConfiguration for Secrets. The first provider writes and all of them read, so that encryption can be
 * turned on and off while old Secrets stay readable; so it is with the keys. The text is the same on every
 * controller, as it must be. Before 1.13 the kind had another name (apiserver/pkg/server/options/encryptionconfig).
 */
export function encryptionConfigText(
  version: string,
  keys: readonly NamedKey[],
  encrypt: boolean,
): string {
  const kind = has(version, 'encryption configuration')
    ? { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'EncryptionConfiguration' }
    : { apiVersion: 'v1', kind: 'EncryptionConfig' };
  const secretbox = { secretbox: { keys } };
  const identity = { identity: {} };
  return toYaml({
    ...kind,
    resources: [
      {
        resources: ['secrets'],
        providers: encrypt ? [secretbox, identity] : [identity, secretbox],
      },
    ],
  });
}
