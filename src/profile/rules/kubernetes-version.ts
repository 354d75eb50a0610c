import { supportedMinors } from '../schema/names.ts';
import type { Rule } from './rule.ts';

/** The minor version is one whose flags and files are known. */
export const checkKubernetesVersion: Rule = ({ profile }, diagnostics) => {
  const version = profile.kubernetes?.version;
  if (version === undefined) return;
  const minor = version.split('.').slice(0, 2).join('.');
  if (supportedMinors.some((known) => known === minor)) return;
  const args = { version, known: supportedMinors };
  diagnostics.report('profile/unknown-version', ['kubernetes', 'version'], args);
};
