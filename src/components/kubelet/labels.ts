type Labels = readonly (readonly [key: string, value: string])[];

/** Labels of Kubernetes' own domains that a kubelet may give its node (kubernetes.io, NodeRestriction). */
const allowedKeys = new Set([
  'kubernetes.io/arch',
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
]);
const allowedDomains = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

/**
 * A node's labels, sorted by key, in those that its kubelet sets at registration and those that only a controller
 * may set (node-role.kubernetes.io/*, node-restriction.kubernetes.io/* and their like).
 */
export function splitLabels(labels: Readonly<Record<string, string>>): {
  readonly own: Labels;
  readonly privileged: Labels;
} {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    own: sorted.filter(([key]) => mayLabelItself(key)),
    privileged: sorted.filter(([key]) => !mayLabelItself(key)),
  };
}

function mayLabelItself(key: string): boolean {
  const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  if (!['kubernetes.io', 'k8s.io'].some((owner) => isWithin(domain, owner))) return true;
  return allowedKeys.has(key) || allowedDomains.some((allowed) => isWithin(domain, allowed));
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}
