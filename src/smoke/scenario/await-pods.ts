import type { ClusterNode } from '../../index.ts';
import { listFromApi } from '../checks/api-client.ts';
import { waitUntil } from '../checks/wait-until.ts';
import type { SmokeCluster } from './start-cluster.ts';
import { apiOf } from './steps.ts';

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly imageID: string;
  readonly ready: boolean;
  readonly state: { readonly waiting?: { readonly reason?: string } };
}

/** A DaemonSet or a Deployment: what makes pods. */
interface Workload {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly currentNumberScheduled?: number;
    readonly desiredNumberScheduled?: number;
    readonly replicas?: number;
  };
}

/** Why a container waits when the lab has no such image: nothing more will come. */
const unobtainable = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'];

/** Pods of the addons that clusterseed brings itself: by their namespace and the beginning of their name. */
const ownPods = /^(kube-system\/(kube-proxy|coredns)|kube-flannel\/kube-flannel-ds)-/;

/**
 * Waits until every workload has made its pods, every pod has its node and every container its image, or none that
 * the lab could give: a machine that is switched off earlier would go on pulling at its next boot. Pods of our own
 * addons must be ready, too; one of the profile's may need what no lab has.
 */
export async function awaitPods(
  smoke: SmokeCluster,
  through: ClusterNode,
  seconds: number,
): Promise<void> {
  const target = await apiOf(smoke, through, 'admin');
  const list = <Item>(path: string) => listFromApi<Item>(target, `/${path}`);
  await waitUntil(
    { what: 'images of all pods pulled, our own pods ready', seconds, every: 5 },
    async () => {
      const daemonSets = await list<Workload>('apis/apps/v1/daemonsets');
      const deployments = await list<Workload>('apis/apps/v1/deployments');
      // Listed last: every pod that the workloads count is then in it.
      const pods = await list<Pod>('api/v1/pods');
      const now = Date.now();
      const waiting = [
        ...[...daemonSets, ...deployments].filter((workload) => !hasPods(workload)),
        ...pods.filter((pod) => !isSettled(pod, now)),
      ];
      if (waiting.length === 0) return true;
      throw new Error(`not yet: ${waiting.map(({ metadata }) => metadata.name).join(', ')}`);
    },
  );
}

/** Whether its controller has seen the workload as it is and made all of its pods. */
export function hasPods({
  metadata,
  spec,
  status,
}: Pick<Workload, 'spec' | 'status'> & {
  readonly metadata: Pick<Workload['metadata'], 'generation'>;
}): boolean {
  if (status.observedGeneration !== metadata.generation) return false;
  if (status.desiredNumberScheduled !== undefined) {
    return status.currentNumberScheduled === status.desiredNumberScheduled;
  }
  return (status.replicas ?? 0) === (spec.replicas ?? 1);
}

/**
 * Whether the pod waits for no image any more, and is ready when it is of our own: a pod that no node has taken for a
 * minute has nothing to wait for.
 */
export function isSettled({ metadata, spec, status }: Pod, now: number): boolean {
  if (spec.nodeName === undefined) {
    const since = status.conditions?.find(({ type }) => type === 'PodScheduled');
    return now - Date.parse(since?.lastTransitionTime ?? '') > 60_000;
  }
  const isOwn = ownPods.test(`${metadata.namespace}/${metadata.name}`);
  const containers = status.containerStatuses ?? [];
  const settled = ({ imageID, ready, state }: ContainerStatus): boolean =>
    unobtainable.includes(state.waiting?.reason ?? '') || (imageID !== '' && (ready || !isOwn));
  return containers.length > 0 && containers.every(settled);
}
