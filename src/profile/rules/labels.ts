import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import { labelValueProblem, qualifiedNameProblem } from './label-syntax.ts';
import type { Rule } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

/** Labels of kubernetes.io and k8s.io that a kubelet may set (k8s.io/kubelet/pkg/apis/well_known_labels.go). */
const allowedLabels = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
]);
const allowedDomains = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

/** Node labels are well formed and such that a kubelet may set them on its own node. */
export const checkLabels: Rule = ({ profile }, diagnostics) => {
  for (const { settings, path } of settingsLayers(profile)) {
    for (const [label, value] of Object.entries(settings.labels ?? {})) {
      if (value === undefined) continue;
      checkLabel(label, value, [...path, 'labels', label], diagnostics);
    }
  }
};

function checkLabel(label: string, value: string, path: Path, diagnostics: Collector): void {
  const shown = label.slice(0, 80);
  const keyProblem = qualifiedNameProblem(label);
  if (keyProblem !== undefined) {
    const args = { label: shown, problem: keyProblem, hint: 'for example example.org/rack' };
    diagnostics.report('profile/invalid-label', path, args, { onKey: true });
    return;
  }
  if (!isAllowed(label)) {
    diagnostics.report('profile/label-forbidden', path, { label: shown }, { onKey: true });
  }
  const valueProblem = labelValueProblem(value);
  if (valueProblem === undefined) return;
  const plain = value.replaceAll(/[^-A-Za-z0-9_.]+/g, '-').replaceAll(/^[-_.]+|[-_.]+$/g, '');
  const hint = `“${plain.slice(0, 60)}” would do; texts of any kind go into annotations`;
  diagnostics.report('profile/invalid-label', path, { label: shown, problem: valueProblem, hint });
}

function isAllowed(label: string): boolean {
  const prefix = label.includes('/') ? (label.split('/')[0] ?? '') : '';
  if (!/(^|\.)(kubernetes|k8s)\.io$/.test(prefix) || allowedLabels.has(label)) return true;
  return allowedDomains.some((domain) => prefix === domain || prefix.endsWith(`.${domain}`));
}
