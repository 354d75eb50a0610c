import { readYaml } from '../../text/read-yaml.ts';
import { valueAt } from '../../text/tree.ts';
import { type Check, notApplicable, verdict } from '../check.ts';
import type { NodeView } from '../node-view.ts';

const addons = '/etc/kubernetes/addons/';
const loopback = /^(127(\.\d+){3}|localhost|\[::1\])(:\d+)?$/;

/** Section 4.3: kube-proxy, by the ConfigMap among the addons that the controllers apply. */
export const kubeProxyChecks = { '4.3.1': judgeMetrics } as const;

function judgeMetrics(node: NodeView): ReturnType<Check> {
  if (node.pod('kube-apiserver') === undefined) return undefined;
  const text = node.machine.files
    .filter(({ path }) => path.startsWith(addons))
    .flatMap(({ path }) => node.documents(path))
    .filter((object) => valueAt(object, 'kind') === 'ConfigMap')
    .filter((object) => valueAt(object, 'metadata', 'name') === 'kube-proxy')
    .map((object) => valueAt(object, 'data', 'config.conf'))
    .find((found) => typeof found === 'string');
  if (text === undefined) return notApplicable('kube-proxy is no addon of this cluster');
  const address = valueAt(readYaml(text)?.[0], 'metricsBindAddress');
  return verdict(
    address === undefined || loopback.test(String(address)),
    `metricsBindAddress ${String(address ?? 'not set: 127.0.0.1')}`,
  );
}
