import type { Lint } from './lint.ts';

/** What the API server keeps: a log of who did what, and Secrets encrypted. Reports intent/no-audit and intent/no-encryption-at-rest. */
export const lintDataAtRest: Lint = ({ profile }, diagnostics) => {
  const { audit, encryptionAtRest } = profile.kubernetes.apiServer;
  const at = ['kubernetes', 'apiServer'];
  if (audit.policy === 'none') {
    diagnostics.report('intent/no-audit', [...at, 'audit', 'policy'], {});
  }
  if (!encryptionAtRest) {
    diagnostics.report('intent/no-encryption-at-rest', [...at, 'encryptionAtRest'], {});
  }
};
