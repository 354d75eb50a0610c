import { type Check, notApplicable, verdict } from '../check.ts';
import { kubeletFlags, kubeletSetting } from '../kubelet.ts';
import { judgeModes, judgeOwners, placeAt } from '../places.ts';

/** cloud-init and Ignition both write units for everybody to read (src/render); systemd itself needs no more than root. */
const unitPlace = {
  path: '/etc/systemd/system/kubelet.service',
  mode: 0o644,
  user: 'root',
  group: 'root',
};

/** Section 4.1: files of nodes. */
export const kubeletFileChecks = {
  '4.1.1': onKubelet(() => judgeModes([unitPlace], 0o600)),
  '4.1.2': onKubelet(() => judgeOwners([unitPlace], 'root:root')),
  '4.1.3': onKubelet(() => notApplicable(proxyKubeconfig)),
  '4.1.4': onKubelet(() => notApplicable(proxyKubeconfig)),
  '4.1.5': kubeconfig((place) => judgeModes([place], 0o600)),
  '4.1.6': kubeconfig((place) => judgeOwners([place], 'root:root')),
  '4.1.7': clientCa((place) => judgeModes([place], 0o644)),
  '4.1.8': clientCa((place) => judgeOwners([place], 'root:root')),
  '4.1.9': configuration((place) => judgeModes([place], 0o600)),
  '4.1.10': configuration((place) => judgeOwners([place], 'root:root')),
} as const;

const proxyKubeconfig = 'kube-proxy is a DaemonSet, its kubeconfig lies in a ConfigMap';

type Place = NonNullable<ReturnType<typeof placeAt>>;
type Judge = (place: Place) => ReturnType<Check>;

function onKubelet(judge: Check): Check {
  return (node) => (kubeletFlags(node) === undefined ? undefined : judge(node));
}

/** A kubelet that bootstraps writes its kubeconfig itself, 0600 (k8s.io/client-go/tools/clientcmd, WriteToFile). */
function kubeconfig(judge: Judge): Check {
  return onKubelet((node) => {
    const flags = kubeletFlags(node);
    const path = flags?.get('kubeconfig') ?? '';
    const place = placeAt(node, path);
    if (place !== undefined) return judge(place);
    const bootstrap = placeAt(node, flags?.get('bootstrap-kubeconfig') ?? '');
    if (bootstrap === undefined) return verdict(false, `nothing makes ${path}`);
    const itsOwn = `${path}, written by the kubelet:`;
    return judge({ path: itsOwn, mode: 0o600, user: 'root', group: 'root' });
  });
}

function clientCa(judge: Judge): Check {
  return onKubelet((node) => {
    const path = kubeletSetting(node, 'client-ca-file', 'authentication.x509.clientCAFile');
    const place = placeAt(node, String(path));
    return place === undefined ? verdict(false, 'no client CA') : judge(place);
  });
}

function configuration(judge: Judge): Check {
  return onKubelet((node) => {
    const path = kubeletFlags(node)?.get('config');
    if (path === undefined) return notApplicable('the kubelet has no configuration file');
    const place = placeAt(node, path);
    return place === undefined ? verdict(false, `nothing makes ${path}`) : judge(place);
  });
}
