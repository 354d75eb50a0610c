import { machinesOf, runsKubelet } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** Labels, taints and kubelet settings stand only at machines that run a kubelet. */
export const checkKubeletSettingsUsed: Rule = ({ profile, wrote }, diagnostics) => {
  for (const { machine, path, label } of machinesOf(profile)) {
    const known = machine.roles?.every((role) => role !== undefined);
    if (!known || runsKubelet(machine)) continue;
    for (const setting of ['labels', 'taints', 'kubelet']) {
      const at = [...path, setting];
      if (!wrote(at)) continue;
      const because = `${label} runs no kubelet`;
      diagnostics.report('profile/no-effect', at, { setting, because }, { onKey: true });
    }
  }
};
