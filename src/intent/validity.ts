import { durationSeconds, isDuration } from '../text/duration.ts';
import { givenSettings } from './given-settings.ts';
import type { Lint } from './lint.ts';

/** What browsers last allowed of a public CA before they asked for a year (CA/Browser Forum ballot 193). */
const longest = 825 * 24 * 3_600;

/**
 * Certificates that cannot be revoked end in a foreseeable time, and not after their CA. Reports intent/long-validity
 * and intent/signing-outlives-ca; pki.validity.leaf beyond the CA's is profile/leaf-outlives-ca already.
 */
export const lintValidity: Lint = ({ profile }, diagnostics) => {
  const { leaf, ca } = profile.pki.validity;
  if (durationSeconds(leaf) > longest) {
    const args = { setting: 'pki.validity.leaf', validity: leaf };
    diagnostics.report('intent/long-validity', ['pki', 'validity', 'leaf'], args);
  }
  for (const { program, name, values, path } of givenSettings(profile)) {
    const [signing = ''] = values;
    if (program !== 'controllerManager' || name !== '--cluster-signing-duration') continue;
    if (!isDuration(signing)) continue;
    if (durationSeconds(signing) > durationSeconds(ca)) {
      diagnostics.report('intent/signing-outlives-ca', path, { signing, ca });
    } else if (durationSeconds(signing) > longest) {
      diagnostics.report('intent/long-validity', path, { setting: name, validity: signing });
    }
  }
};
