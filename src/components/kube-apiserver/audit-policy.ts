import type { Cluster } from '../../plan/cluster.ts';
import { has } from '../../plan/versions.ts';
import { toYaml } from '../../text/yaml.ts';

/** Requests of programs that only ask whether all is well, over and over. */
const noise = [
  { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/openapi*'] },
  {
    level: 'None',
    users: ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler'],
    verbs: ['get', 'update'],
    resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }],
  },
  {
    level: 'None',
    userGroups: ['system:nodes'],
    verbs: ['get', 'list', 'watch', 'update', 'patch'],
    resources: [
      { group: '', resources: ['nodes', 'nodes/status', 'pods/status'] },
      { group: 'coordination.k8s.io', resources: ['leases'] },
    ],
  },
  {
    level: 'None',
    userGroups: ['system:serviceaccounts:kube-system', 'system:nodes'],
    verbs: ['list', 'watch'],
    resources: [
      { group: '', resources: ['endpoints', 'services', 'nodes', 'namespaces'] },
      { group: 'discovery.k8s.io', resources: ['endpointslices'] },
    ],
  },
  { level: 'None', resources: [{ group: '', resources: ['events'] }, { group: 'events.k8s.io' }] },
];

/**
 * audit.k8s.io/v1 Policy: who did what to which object, for all but noise. No rule is above Metadata, so neither
 * bodies nor answers, and with them no secret, ever enter the log (CIS 3.2).
 */
const builtin = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  omitManagedFields: true,
  rules: [...noise, { level: 'Metadata' }],
};

/**
 * The text of the audit policy: ours or the profile's; undefined when nothing is audited, or when the API server has
 * no policies but logs a line for every request and answer.
 */
export function auditPolicyText({ version, profile, sources }: Cluster): string | undefined {
  const { policy } = profile.kubernetes.apiServer.audit;
  if (policy === 'none' || !has(version, 'audit policy v1')) return undefined;
  if (policy === 'builtin') return toYaml(builtin);
  const text = sources.get(policy.file);
  if (text === undefined) throw new Error('the audit policy is not among the sources');
  return text;
}
