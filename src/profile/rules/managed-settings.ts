import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import type { Rule } from './rule.ts';
import { settingsLayers } from './settings-layers.ts';

type Managed = Readonly<Record<string, string>>;

const fixed = 'leave it out: it must fit the files and certificates of the node';
const header = 'leave it out: it is always the one of the Kubernetes version in use';

/** Fields of KubeletConfiguration on which other parts of the cluster rely, and what to use instead. */
const kubeletFields: Managed = {
  apiVersion: header,
  kind: header,
  staticPodPath: fixed,
  clusterDNS: 'use network.dnsService',
  clusterDomain: 'use network.domain',
  containerRuntimeEndpoint: fixed,
  tlsCertFile: fixed,
  tlsPrivateKeyFile: fixed,
  serverTLSBootstrap: fixed,
  rotateCertificates: fixed,
  cgroupDriver: 'leave it out: it must be the container runtime’s',
  port: 'leave it out: the API server’s links and certificates count on 10250',
  registerWithTaints: 'use taints',
  'authentication.x509': fixed,
  'authentication.anonymous': 'leave it out: anonymous requests stay refused',
  'authorization.mode': 'leave it out: the kubelet asks the API server',
};
const kubeProxyFields: Managed = {
  apiVersion: header,
  kind: header,
  mode: 'use kubernetes.kubeProxy.mode',
  clusterCIDR: 'use network.pods',
  'clientConnection.kubeconfig': fixed,
};
const schedulerFields: Managed = {
  apiVersion: header,
  kind: header,
  'clientConnection.kubeconfig': fixed,
};

/** Pass-through configuration leaves alone what clusterseed sets itself. */
export const checkManagedSettings: Rule = ({ profile, wrote }, diagnostics) => {
  const kubernetes = ['kubernetes'];
  const check = (at: Path, fields: Managed) => checkFields(at, fields, wrote, diagnostics);
  check([...kubernetes, 'kubelet', 'config'], kubeletFields);
  check([...kubernetes, 'kubeProxy', 'config'], kubeProxyFields);
  check([...kubernetes, 'scheduler', 'config'], schedulerFields);
  for (const { path } of settingsLayers(profile))
    check([...path, 'kubelet', 'config'], kubeletFields);
};

function checkFields(
  at: Path,
  fields: Managed,
  wrote: (path: Path) => boolean,
  diagnostics: Collector,
): void {
  for (const [setting, instead] of Object.entries(fields)) {
    const path = [...at, ...setting.split('.')];
    if (!wrote(path)) continue;
    diagnostics.report('profile/managed-setting', path, { setting, instead }, { onKey: true });
  }
}
