import type { Secrets } from '../pki/secrets.ts';
import { rootBundle } from '../pki/trust.ts';
import type { Cluster } from '../plan/cluster.ts';
import { toYaml } from '../text/yaml.ts';
import { certificateOf } from './certificate-files.ts';

/** Certificate id of the authentication webhook's own serving pair. */
export const webhookCertificate = 'authentication-webhook';

/**
 * The TLS Secret of the authentication webhook's service, for the person to apply: its key is needed by no node, so
 * it lies on none. Undefined when the profile asks for no such Secret.
 */
export function webhookSecret(cluster: Cluster, secrets: Secrets): string | undefined {
  const place = cluster.profile.kubernetes.apiServer.authenticationWebhook?.servingSecret;
  if (place === undefined) return undefined;
  const { certificate, key } = certificateOf(secrets, webhookCertificate);
  return toYaml({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: place.name, namespace: place.namespace },
    type: 'kubernetes.io/tls',
    stringData: {
      'ca.crt': rootBundle(secrets, 'kubernetes'),
      'tls.crt': certificate,
      'tls.key': key,
    },
  });
}
