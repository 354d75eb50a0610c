import { listAt, valueAt } from '../../text/tree.ts';
import { type Check, manual, verdict } from '../check.ts';
import { flagChecks, podFlags } from '../flags.ts';
import type { NodeView } from '../node-view.ts';

const source = podFlags('kube-apiserver');

/** Section 3.2: what is logged. */
export const auditPolicyChecks = {
  '3.2.1': flagChecks(source).areSet('audit-policy-file'),
  '3.2.2': judgePolicy,
} as const;

/** Nothing above Metadata logs no secret for certain, and a last rule for all else covers everything. */
function judgePolicy(node: NodeView): ReturnType<Check> {
  const flags = source(node);
  if (flags === undefined) return undefined;
  const path = flags.get('audit-policy-file');
  if (path === undefined) return verdict(false, '--audit-policy-file not set');
  const rules = listAt(node.documents(path)[0], 'rules');
  const levels = rules.map((rule) => String(valueAt(rule, 'level')));
  const last = rules.at(-1);
  const isCatchAll = last !== undefined && Object.keys(last ?? {}).every((key) => key === 'level');
  if (!isCatchAll || levels.at(-1) === 'None') {
    return verdict(false, `${path} has no last rule that logs all the rest`);
  }
  return levels.some((level) => level.startsWith('Request'))
    ? manual(`${path} logs bodies of requests; see that none holds a Secret or a token`)
    : verdict(true, `${path} logs everything but noise, no rule above Metadata`);
}
