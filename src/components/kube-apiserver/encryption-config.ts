import { toYaml } from '../../text/yaml.ts';

/**
 * EncryptionConfiguration for Secrets. The first provider writes and all of them read, so that encryption can be
 * turned on and off while old Secrets stay readable; `key` is 32 bytes in base64. The text is the same on every
 * controller, as it must be.
 */
export function encryptionConfigText(key: string, encrypt: boolean): string {
  const secretbox = { secretbox: { keys: [{ name: 'clusterseed-1', secret: key }] } };
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
