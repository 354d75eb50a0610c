import type { CisItem } from '../diagnostics/cis-items.ts';
import type { Check } from './check.ts';
import { apiServerChecks } from './checks/api-server.ts';
import { auditPolicyChecks } from './checks/audit-policy.ts';
import { controlPlaneFileChecks } from './checks/control-plane-files.ts';
import { controllerChecks } from './checks/controllers.ts';
import { etcdChecks } from './checks/etcd.ts';
import { kubeProxyChecks } from './checks/kube-proxy.ts';
import { kubeletChecks } from './checks/kubelet.ts';
import { kubeletFileChecks } from './checks/kubelet-files.ts';

/** A check for every item of the benchmark. */
export const allChecks: Readonly<Record<CisItem, Check>> = {
  ...controlPlaneFileChecks,
  ...apiServerChecks,
  ...controllerChecks,
  ...etcdChecks,
  ...auditPolicyChecks,
  ...kubeletFileChecks,
  ...kubeletChecks,
  ...kubeProxyChecks,
};
