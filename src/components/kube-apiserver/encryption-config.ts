import type { NamedKey } from '../../pki/rotation.ts';
import { toYaml } from '../../text/yaml.ts';

/**
 * EncryptionConfiguration for Secrets. The first provider writes and all of them read, so that encryption can be
 * turned on and off while old Secrets stay readable; so it is with the keys. The text is the same on every
 * controller, as it must be.
 */
export function encryptionConfigText(keys: readonly NamedKey[], encrypt: boolean): string {
  const secretbox = { secretbox: { keys } };
  const identity = { identity: {} };
  return toYaml({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [
      {
        resources: ['secrets'],
        providers: encrypt ? [secretbox, identity] : [identity, secretbox],
      },
    ],
  });
}
