import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Collector, createCollector } from '../../../src/diagnostics/collector.ts';
import type { Cluster } from '../../../src/plan/cluster.ts';
import { planCluster } from '../../../src/plan/plan-cluster.ts';
import { type ProfileInput, profileSchema } from '../../../src/profile/schema/profile.ts';

const iccPath = new URL('../../../profiles/icc.yaml', import.meta.url);

/** The profile of the ICC cluster as it is written. */
export function iccProfile(): ProfileInput {
  return parse(readFileSync(iccPath, 'utf8')) as ProfileInput;
}

/** The profile of the same cluster on Kubernetes 1.7. */
export function icc17Profile(): ProfileInput {
  const path = new URL('../../../profiles/icc-1.7.yaml', import.meta.url);
  return parse(readFileSync(path, 'utf8')) as ProfileInput;
}

/** The profile, planned; its rules are not checked. */
export function planned(
  profile: ProfileInput,
  diagnostics: Collector = createCollector(),
): Cluster {
  return planCluster(profileSchema.parse(profile), new Map(), diagnostics);
}

/** A small cluster: one machine that is everything, or the machines that are given. */
export function smallProfile(changes: Partial<ProfileInput> = {}): ProfileInput {
  return {
    version: 1,
    cluster: 'small',
    kubernetes: { version: '1.36.3' },
    network: { services: '10.96.0.0/16', pods: '10.200.0.0/16' },
    endpoint: 'one:6443',
    machines: [{ name: 'one', roles: ['etcd', 'controller', 'worker'], address: '192.168.7.1/24' }],
    ...changes,
  };
}
