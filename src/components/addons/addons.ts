import type { MachinePart, Origin } from '../../machine/model.ts';
import { joinHostPort } from '../../net/address.ts';
import { type Component, type ComponentInput, originOf } from '../component.ts';
import { addonsScriptFor, labelsScriptFor } from '../first-boot/addons-script.ts';
import { runDirectory, scriptDirectory } from '../first-boot/paths.ts';
import { scriptUnit } from '../first-boot/script-unit.ts';
import { identityKubeconfig } from '../identity-kubeconfig.ts';
import { kubeletPaths } from '../kubelet/paths.ts';
import { findIdentityLink } from '../links.ts';
import { rootFile } from '../root-file.ts';
import { addonFiles, manifestDirectory } from './manifests.ts';
import { nodeLabelLines } from './node-labels.ts';

const kubeconfigPath = '/etc/kubernetes/addons.conf';
const labelsPath = `${scriptDirectory}/labels`;
const identity = {
  client: 'addons',
  userName: 'addons',
  kubeconfig: kubeconfigPath,
  identity: '/etc/kubernetes/pki/addons',
  ca: kubeletPaths.ca,
};

/**
 * On every controller: the manifests, an identity that may apply them, the unit that does so once the API server
 * beside it is ready, and the one that labels nodes by role as they join.
 */
export const addons: Component = {
  name: 'addons',
  contribute(input: ComponentInput): MachinePart {
    const { cluster, node } = input;
    const from = originOf('addons', node);
    const units = scriptUnits(input, from);
    const labels = nodeLabelLines(cluster).map((line) => `${line}\n`);
    return {
      files: [
        ...identityKubeconfig(input, from, identity),
        ...addonFiles(cluster, from),
        rootFile(from, labelsPath, labels.join('')),
        ...units.flatMap(({ files }) => files),
      ],
      units: units.flatMap((part) => part.units),
    };
  },
};

function scriptUnits({ cluster, node }: ComponentInput, from: Origin) {
  const query = { client: identity.client, clientNode: node.name, server: 'kube-apiserver' };
  const { host, port } = findIdentityLink(cluster, query);
  return [
    scriptUnit(from, node, {
      name: 'addons',
      description: 'Apply the cluster addons',
      script: addonsScriptFor(cluster.version),
      args: [
        kubeconfigPath,
        manifestDirectory,
        runDirectory,
        `https://${joinHostPort(host, port)}`,
      ],
      type: 'oneshot',
      after: ['clusterseed-fetch.service', 'clusterseed-time.service', 'kubelet.service'],
    }),
    scriptUnit(from, node, {
      name: 'labels',
      description: 'Label nodes by role',
      script: labelsScriptFor(cluster.version),
      args: [kubeconfigPath, labelsPath, runDirectory],
      type: 'simple',
      after: ['clusterseed-addons.service'],
    }),
  ];
}
