import type { Cluster } from '../../plan/cluster.ts';
import { has } from '../../plan/versions.ts';
import type { FlagSet } from '../flags/format-flags.ts';

/**
 * What later API servers do by default, in the order of their work (kubeadm 1.7, without the alpha Initializers and
 * what needs a cloud). Quota comes last: it must not count what a later plugin refuses.
 */
const inOrder = {
  first: [
    'NamespaceLifecycle',
    'LimitRanger',
    'ServiceAccount',
    'DefaultStorageClass',
    'DefaultTolerationSeconds',
    'NodeRestriction',
  ],
  last: ['ResourceQuota'],
};

/** The admission plugins: NodeRestriction and the profile's beside the defaults. */
export function admissionFlags({ version, profile }: Cluster): FlagSet {
  const { admissionPlugins } = profile.kubernetes.apiServer;
  if (has(version, 'admission plugins by name')) {
    return { 'enable-admission-plugins': [...new Set(['NodeRestriction', ...admissionPlugins])] };
  }
  const own = admissionPlugins.filter((plugin) => !inOrder.last.includes(plugin));
  return { 'admission-control': [...new Set([...inOrder.first, ...own, ...inOrder.last])] };
}
