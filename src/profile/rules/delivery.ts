import { redactUrl } from '../../diagnostics/redact.ts';
import type { Rule } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

/** Split documents have a store, and one that nobody reads along with. */
export const checkDelivery: Rule = ({ profile, wrote }, diagnostics) => {
  const split = [
    ...(profile.target?.delivery === 'split' ? [['target', 'delivery']] : []),
    ...settingsLayers(profile).flatMap(({ settings, path }) =>
      settings.delivery === 'split' ? [[...path, 'delivery']] : [],
    ),
  ];
  if (!wrote(['target', 'store'])) {
    for (const path of split) {
      diagnostics.report('profile/store-missing', path, {});
    }
  }
  const url = profile.target?.store?.url;
  if (split.length === 0 || url === undefined || /^https:/i.test(url)) return;
  const shown = redactUrl(url).slice(0, 200);
  diagnostics.report('profile/store-not-https', ['target', 'store', 'url'], { url: shown });
};
