import { cidrContains, isAddress, normalizeAddress } from '../../net/address.ts';
import { nodesWithRole } from '../cluster.ts';
import type { Link } from '../link.ts';
import { certificateId, type LinkInput } from './link-input.ts';

/**
 * Every API server asks the authentication webhook, when there is one, and shows it a certificate of its own.
 * With `servingSecret` the service's certificate is ours; with `caFile` the CA is not.
 */
export function webhookLinks(cluster: LinkInput): Link[] {
  const webhook = cluster.profile.kubernetes.apiServer.authenticationWebhook;
  if (webhook === undefined) return [];
  const { hostname, port } = new URL(webhook.url);
  const bare = hostname.replace(/^\[|\]$/g, '');
  const host = isAddress(bare) ? normalizeAddress(bare) : bare;
  const isService = isAddress(host) && cidrContains(cluster.services, host);
  return nodesWithRole(cluster, 'controller').map((controller) => ({
    client: { component: 'kube-apiserver', node: controller.name },
    server: { component: 'authentication-webhook', node: 'pods' },
    host,
    port: port === '' ? 443 : Number(port),
    protocol: 'tcp',
    ...(isService ? { through: 'kube-proxy' } : {}),
    clientCertificate: certificateId('authentication-webhook-client', controller.name),
    ...(webhook.caFile === undefined ? { ca: 'kubernetes' } : {}),
    ...(webhook.servingSecret === undefined ? {} : { serverCertificate: 'authentication-webhook' }),
    from: ['kubernetes', 'apiServer', 'authenticationWebhook', 'url'],
  }));
}
