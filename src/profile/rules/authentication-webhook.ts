import { redactUrl } from '../../diagnostics/redact.ts';
import type { Rule } from './rule.ts';

/** The API server sends tokens to the webhook only over TLS. */
export const checkAuthenticationWebhook: Rule = ({ profile }, diagnostics) => {
  const url = profile.kubernetes?.apiServer?.authenticationWebhook?.url;
  if (url === undefined || /^https:/i.test(url)) return;
  const path = ['kubernetes', 'apiServer', 'authenticationWebhook', 'url'];
  diagnostics.report('profile/webhook-not-https', path, { url: redactUrl(url).slice(0, 200) });
};
