import { givenSettings } from './given-settings.ts';
import type { Lint } from './lint.ts';

/** Nobody is let in unknown, and nobody may do everything. Reports intent/anonymous-kubelet and intent/always-allow. */
export const lintAccess: Lint = ({ profile }, diagnostics) => {
  for (const { program, name, values, path } of givenSettings(profile)) {
    if (program === 'kubelet' && name === '--anonymous-auth' && values.includes('true')) {
      diagnostics.report('intent/anonymous-kubelet', path, {});
    }
    if (name === '--authorization-mode' && values.includes('AlwaysAllow')) {
      const shown = program === 'kubelet' ? 'kubelet' : 'kube-apiserver';
      diagnostics.report('intent/always-allow', path, { program: shown });
    }
  }
};
