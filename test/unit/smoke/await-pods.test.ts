import { describe, expect, it } from 'vitest';
import { hasPods, isSettled } from '../../../src/smoke/scenario/await-pods.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
interface Container {
  readonly imageID: string;
  readonly ready: boolean;
  readonly state: { readonly waiting?: { readonly reason: string } };
}
const bound = (name: string, ...containerStatuses: Container[]) => ({
  metadata: { name, namespace: 'kube-system' },
  spec: { nodeName: 'node-1' },
  status: { containerStatuses },
});
const unbound = (lastTransitionTime: string) => ({
  metadata: { name: 'coredns-1', namespace: 'kube-system' },
  spec: {},
  status: { conditions: [{ type: 'PodScheduled', status: 'False', lastTransitionTime }] },
});
const up: Container = { imageID: 'sha256:1', ready: true, state: {} };
const pulled: Container = { imageID: 'sha256:1', ready: false, state: {} };
const pulling: Container = {
  imageID: '',
  ready: false,
  state: { waiting: { reason: 'ContainerCreating' } },
};
const lacking: Container = {
  imageID: '',
  ready: false,
  state: { waiting: { reason: 'ImagePullBackOff' } },
};

describe('a pod is waited for', () => {
  it.each([
    ['not with all of its images', bound('theirs-1', pulled), true],
    ['while one is pulled', bound('theirs-1', pulled, pulling), false],
    ['not for an image that the lab lacks', bound('kube-proxy-1', lacking), true],
    ['until it is ready, when it is of our own', bound('kube-proxy-1', pulled), false],
    ['not when it is ready', bound('kube-proxy-1', up), true],
    ['before the kubelet has looked at it', bound('theirs-1'), false],
    ['while it looks for a node', unbound('2026-11-25T11:59:30Z'), false],
    ['not when no node takes it', unbound('2026-11-25T11:58:00Z'), true],
    [
      'before the scheduler has looked at it',
      { metadata: { name: 'x', namespace: 'y' }, spec: {}, status: {} },
      false,
    ],
  ])('%s', (_what, pod, settled) => expect(isSettled(pod, now)).toBe(settled));
});

describe('a workload has made its pods', () => {
  const metadata = { generation: 1 };
  it.each([
    ['not before its controller has seen it', { metadata, spec: {}, status: {} }, false],
    [
      'when a DaemonSet has one on each of its nodes',
      {
        metadata,
        spec: {},
        status: { observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1 },
      },
      true,
    ],
    [
      'not while a node of a DaemonSet has none',
      {
        metadata,
        spec: {},
        status: { observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 1 },
      },
      false,
    ],
    [
      'when a Deployment has all replicas',
      { metadata, spec: { replicas: 2 }, status: { observedGeneration: 1, replicas: 2 } },
      true,
    ],
    [
      'not while a Deployment lacks some',
      { metadata, spec: { replicas: 2 }, status: { observedGeneration: 1 } },
      false,
    ],
  ])('%s', (_what, workload, made) => expect(hasPods(workload)).toBe(made));
});
