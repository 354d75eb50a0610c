import type { MachinePart } from '../machine/model.ts';
import type { Cluster, ClusterNode } from '../plan/cluster.ts';
import { runsKubelet } from '../plan/links/runs-kubelet.ts';
import { containerRuntime } from '../plan/versions.ts';
import { addons } from './addons/addons.ts';
import type { Component, ComponentInput } from './component.ts';
import { containerd } from './containerd.ts';
import { crictl } from './containerd-crictl.ts';
import { docker } from './docker.ts';
import { etcd } from './etcd.ts';
import { firewall } from './firewall.ts';
import { firstBootOf } from './first-boot/first-boot.ts';
import { haproxy } from './haproxy.ts';
import { host } from './host.ts';
import { hostLegacy } from './host-legacy.ts';
import { hostProxy } from './host-proxy.ts';
import { hostTime } from './host-time.ts';
import { kubeApiserver } from './kube-apiserver.ts';
import { kubeControllerManager } from './kube-controller-manager.ts';
import { kubeScheduler } from './kube-scheduler.ts';
import { kubectl } from './kubectl.ts';
import { kubelet } from './kubelet.ts';
import { foreignNetwork } from './pod-network/foreign-network.ts';
import { podRoutes } from './pod-network/routes.ts';
import { userItems } from './user-items.ts';

/** What runs on every node that has pods. */
const podHost = [kubelet, foreignNetwork, podRoutes];
const runtimes = { containerd: [containerd, crictl], docker: [docker, hostLegacy] };
const controlPlane = [kubeApiserver, kubeControllerManager, kubeScheduler, kubectl, addons];

/**
 * The components of a node, each once; their order means nothing. The last one puts together what first boot must
 * fetch, install and report for all the others.
 */
export function componentsOf(node: ClusterNode, { version }: Cluster): readonly Component[] {
  const others = [
    host,
    hostTime,
    hostProxy,
    firewall,
    userItems,
    ...(node.roles.includes('etcd') ? [etcd] : []),
    ...(runsKubelet(node) ? [...runtimes[containerRuntime(version)], ...podHost] : []),
    ...(node.roles.includes('controller') ? controlPlane : []),
    ...(node.roles.includes('frontend') ? [haproxy] : []),
  ].map(rememberLast);
  return [...others, firstBootOf(others)];
}

/** The same component, but asked for the same node and secrets again it gives the same part, not an equal one. */
function rememberLast({ name, contribute }: Component): Component {
  let last: { readonly input: ComponentInput; readonly part: MachinePart } | undefined;
  return {
    name,
    contribute(input) {
      const known =
        last?.input.node === input.node &&
        last.input.cluster === input.cluster &&
        last.input.secrets === input.secrets;
      if (last === undefined || !known) last = { input, part: contribute(input) };
      return last.part;
    },
  };
}
