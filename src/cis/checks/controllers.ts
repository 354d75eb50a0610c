import { valueAt } from '../../text/tree.ts';
import { type Check, verdict } from '../check.ts';
import { flagChecks, podFlags, shown } from '../flags.ts';
import { isGateOff } from '../gates.ts';

const manager = podFlags('kube-controller-manager');
const scheduler = podFlags('kube-scheduler');
const managerFlags = flagChecks(manager);

/** Sections 1.3 and 1.4: kube-controller-manager and kube-scheduler. */
export const controllerChecks = {
  '1.3.1': managerFlags.areSet('terminated-pod-gc-threshold'),
  '1.3.2': managerFlags.equals('profiling', 'false'),
  '1.3.3': managerFlags.equals('use-service-account-credentials', 'true'),
  '1.3.4': managerFlags.areSet('service-account-private-key-file'),
  '1.3.5': managerFlags.areSet('root-ca-file'),
  '1.3.6': judgeServerRotation,
  '1.3.7': managerFlags.equals('bind-address', '127.0.0.1'),
  '1.4.1': judgeSchedulerProfiling,
  '1.4.2': flagChecks(scheduler).equals('bind-address', '127.0.0.1'),
} as const;

function judgeServerRotation(node: Parameters<Check>[0]): ReturnType<Check> {
  const flags = manager(node);
  if (flags === undefined) return undefined;
  const gates = flags.get('feature-gates');
  return verdict(
    !isGateOff(gates, 'RotateKubeletServerCertificate'),
    gates === undefined ? 'no feature gate given: on by default' : `--feature-gates=${gates}`,
  );
}

/** With a configuration file the flag is ignored (k8s.io/kubernetes/cmd/kube-scheduler, deprecated options). */
function judgeSchedulerProfiling(node: Parameters<Check>[0]): ReturnType<Check> {
  const flags = scheduler(node);
  if (flags === undefined) return undefined;
  const path = flags.get('config');
  if (path === undefined) {
    return verdict(flags.get('profiling') === 'false', shown(flags, 'profiling'));
  }
  const enabled = valueAt(node.documents(path)[0], 'enableProfiling');
  return verdict(enabled === false, `${path}: enableProfiling ${String(enabled ?? 'not set')}`);
}
