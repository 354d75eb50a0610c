import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';
import { operatingSystem } from '../plan/operating-systems.ts';
import {
  containerRuntime,
  controlPlaneImages,
  has,
  minorOf,
  testedDockerVersions,
  testedEtcdVersion,
} from '../plan/versions.ts';

/**
 * What an old Kubernetes asks of machines and people: an operating system that can be taken back, images of its
 * architecture, and knowing what was never tried together or is insecure by choice. Reports
 * components/system-not-for-version, outside-tested-range, insecure-port and shared-ca-key.
 */
export function checkOldKubernetes(cluster: Cluster, diagnostics: Collector): void {
  checkSystems(cluster, diagnostics);
  checkTested(cluster, diagnostics);
  const { apiServer, serviceAccountKey } = cluster.profile.kubernetes;
  if (apiServer.insecurePort !== undefined) {
    const path = ['kubernetes', 'apiServer', 'insecurePort'];
    diagnostics.report('components/insecure-port', path, { port: apiServer.insecurePort });
  }
  if (serviceAccountKey === 'ca') {
    diagnostics.report('components/shared-ca-key', ['kubernetes', 'serviceAccountKey'], {});
  }
}

/** Each system once, at the setting that chose it: the machine's, else the target's. */
function checkSystems(cluster: Cluster, diagnostics: Collector): void {
  const { version, profile } = cluster;
  const seen = new Set<string>();
  const report = (node: ClusterNode, key: 'os' | 'arch', why: string, instead: string) => {
    if (seen.has(node[key])) return;
    seen.add(node[key]);
    const path = placeOf(profile, node, key);
    const args = { system: node[key], version, why, instead };
    diagnostics.report('components/system-not-for-version', path, args);
  };
  for (const node of cluster.nodes.filter(runsKubelet)) {
    if (!has(version, 'cgroup v2') && !operatingSystem(node.os).legacyHost) {
      report(node, 'os', 'it cannot be taken back to Docker and cgroup v1', 'use ubuntu-22.04');
    }
    if (controlPlaneImages(version) === 'hyperkube' && node.arch !== 'amd64') {
      report(node, 'arch', 'its images are known for amd64 only', 'use amd64');
    }
  }
}

function placeOf(profile: Cluster['profile'], node: ClusterNode, key: 'os' | 'arch'): Path {
  const roles = (['frontend', 'worker', 'controller', 'etcd'] as const).filter(
    (role) => node.roles.includes(role) && profile.roles[role]?.[key] !== undefined,
  );
  const index = Number(node.path[1]);
  if (profile.machines[index]?.[key] !== undefined) return [...node.path, key];
  if (roles[0] !== undefined) return ['roles', roles[0], key];
  return profile.defaults[key] === undefined ? ['target', key] : ['defaults', key];
}

/** Kubernetes of the Docker time was tried with what there was then; others follow kubeadm's own choice. */
function checkTested(cluster: Cluster, diagnostics: Collector): void {
  const { version, etcdVersion, profile } = cluster;
  if (containerRuntime(version) !== 'docker') return;
  const kubernetes: Path = ['kubernetes', 'version'];
  const etcd = testedEtcdVersion(version);
  if (minorOf(etcd) !== minorOf(etcdVersion)) {
    const path = profile.etcd.version === undefined ? kubernetes : ['etcd', 'version'];
    const args = { version, program: 'etcd', used: etcdVersion, tested: [etcd] };
    diagnostics.report('components/outside-tested-range', path, args);
  }
  const used = 'the one of the operating system';
  const args = { version, program: 'Docker', used, tested: testedDockerVersions(version) };
  diagnostics.report('components/outside-tested-range', kubernetes, args);
}
