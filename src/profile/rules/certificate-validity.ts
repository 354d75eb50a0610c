import { durationSeconds } from '../../text/duration.ts';
import type { Rule } from './rule.ts';

const hour = 3_600;
const century = 100 * 365 * 24 * hour;

/** Certificates live for a sensible time, not longer than their CA, and are not backdated away. */
export const checkCertificateValidity: Rule = ({ profile }, diagnostics) => {
  const ca = profile.pki?.validity?.ca;
  const leaf = profile.pki?.validity?.leaf;
  const backdate = profile.pki?.backdate;
  const base = ['pki', 'validity'];
  for (const [key, validity] of Object.entries({ ca, leaf })) {
    if (validity === undefined) continue;
    const seconds = durationSeconds(validity);
    if (seconds >= hour && seconds <= century) continue;
    diagnostics.report('profile/validity-out-of-range', [...base, key], { validity });
  }
  if (leaf === undefined) return;
  if (ca !== undefined && durationSeconds(leaf) > durationSeconds(ca)) {
    diagnostics.report('profile/leaf-outlives-ca', [...base, 'leaf'], { leaf, ca });
  }
  if (backdate !== undefined && durationSeconds(backdate) >= durationSeconds(leaf)) {
    diagnostics.report('profile/backdate-too-long', ['pki', 'backdate'], { backdate, leaf });
  }
};
