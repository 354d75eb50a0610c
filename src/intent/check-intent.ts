import { lintAccess } from './access.ts';
import { lintAdmission } from './admission.ts';
import { lintDataAtRest } from './data-at-rest.ts';
import { lintEtcdHosts } from './etcd-hosts.ts';
import { lintInsecurePorts } from './insecure-ports.ts';
import type { Lint } from './lint.ts';
import { lintLogins } from './logins.ts';
import { lintPodSecurity } from './pod-security.ts';
import { lintProfiling } from './profiling.ts';
import { lintRedundancy } from './redundancy.ts';
import { lintStaticTokens } from './static-tokens.ts';
import { lintValidity } from './validity.ts';
import { lintWeakTls } from './weak-tls.ts';

const lints: readonly Lint[] = [
  lintAccess,
  lintAdmission,
  lintDataAtRest,
  lintEtcdHosts,
  lintInsecurePorts,
  lintLogins,
  lintPodSecurity,
  lintProfiling,
  lintRedundancy,
  lintStaticTokens,
  lintValidity,
  lintWeakTls,
];

/** Looks at a planned cluster without mistakes for what is hardly meant. Pure; reports the codes of intent, warnings all. */
export const checkIntent: Lint = (cluster, diagnostics) => {
  for (const lint of lints) lint(cluster, diagnostics);
};
