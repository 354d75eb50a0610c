import { podManifest } from '../../machine/places.ts';
import { type Check, manual, notApplicable, verdict } from '../check.ts';
import type { NodeView } from '../node-view.ts';
import { judgeModes, judgeOwners, modeOf, ownerOf, type Place, placeAt } from '../places.ts';

const isController = (node: NodeView) => node.pod('kube-apiserver') !== undefined;

/** Section 1.1: files of the control plane and of etcd. */
export const controlPlaneFileChecks = {
  '1.1.1': modeOf(podManifest('kube-apiserver'), 0o600),
  '1.1.2': ownerOf(podManifest('kube-apiserver')),
  '1.1.3': modeOf(podManifest('kube-controller-manager'), 0o600),
  '1.1.4': ownerOf(podManifest('kube-controller-manager')),
  '1.1.5': modeOf(podManifest('kube-scheduler'), 0o600),
  '1.1.6': ownerOf(podManifest('kube-scheduler')),
  '1.1.7': etcdManifest((places) => judgeModes(places, 0o600)),
  '1.1.8': etcdManifest((places) => judgeOwners(places, 'root:root')),
  '1.1.9': cniFiles((places) => judgeModes(places, 0o600)),
  '1.1.10': cniFiles((places) => judgeOwners(places, 'root:root')),
  '1.1.11': etcdData((places) => judgeModes(places, 0o700)),
  '1.1.12': etcdData((places) => judgeOwners(places, 'etcd:etcd')),
  '1.1.13': administrators((places) => judgeModes(places, 0o600)),
  '1.1.14': administrators((places) => judgeOwners(places, 'root:root')),
  '1.1.15': modeOf('/etc/kubernetes/scheduler.conf', 0o600),
  '1.1.16': ownerOf('/etc/kubernetes/scheduler.conf'),
  '1.1.17': modeOf('/etc/kubernetes/controller-manager.conf', 0o600),
  '1.1.18': ownerOf('/etc/kubernetes/controller-manager.conf'),
  '1.1.19': pki(/./, (places) => judgeOwners(places, 'root:root')),
  '1.1.20': pki(/\.crt$/, (places) => judgeModes(places, 0o644)),
  '1.1.21': pki(/\.key$/, (places) => judgeModes(places, 0o600)),
} as const;

type Judge = (places: readonly Place[]) => ReturnType<Check>;

function etcdManifest(judge: Judge): Check {
  return (node) => {
    const place = placeAt(node, podManifest('etcd'));
    if (place !== undefined) return judge([place]);
    if (node.service('etcd.service') === undefined) return undefined;
    return notApplicable('etcd is a systemd service, not a static pod');
  };
}

/** What a pod network puts there when it starts is not in any document. */
function cniFiles(judge: Judge): Check {
  return (node) => {
    if (node.service('kubelet.service') === undefined) return undefined;
    const places = node.machine.files.filter(({ path }) => path.startsWith('/etc/cni/net.d/'));
    return places.length > 0
      ? judge(places)
      : manual('the pod network writes /etc/cni/net.d when it starts; look there');
  };
}

function etcdData(judge: Judge): Check {
  return (node) => {
    const flags = node.service('etcd.service');
    if (flags === undefined) return undefined;
    const path = flags.get('data-dir') ?? '';
    const place = placeAt(node, path);
    return place === undefined
      ? verdict(false, `nothing makes ${path} with a mode and owner`)
      : judge([place]);
  };
}

/** kubeadm's names, and ours for the identity that applies the addons. */
const administratorFiles = ['admin.conf', 'super-admin.conf', 'addons.conf'];

function administrators(judge: Judge): Check {
  return (node) => {
    if (!isController(node)) return undefined;
    const places = administratorFiles.flatMap(
      (name) => placeAt(node, `/etc/kubernetes/${name}`) ?? [],
    );
    return places.length > 0 ? judge(places) : verdict(true, 'none lies on the node');
  };
}

function pki(names: RegExp, judge: Judge): Check {
  return (node) => {
    if (!isController(node)) return undefined;
    const { files, directories } = node.machine;
    return judge(
      [...files, ...directories].filter(
        ({ path }) => path.startsWith('/etc/kubernetes/pki/') && names.test(path),
      ),
    );
  };
}
