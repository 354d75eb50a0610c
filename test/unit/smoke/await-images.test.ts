import { describe, expect, it } from 'vitest';
import { hasImages, hasPods } from '../../../src/smoke/scenario/await-images.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const bound = (
  ...containerStatuses: { imageID: string; state: { waiting?: { reason: string } } }[]
) => ({
  spec: { nodeName: 'node-1' },
  status: { containerStatuses },
});
const unbound = (lastTransitionTime: string) => ({
  spec: {},
  status: { conditions: [{ type: 'PodScheduled', status: 'False', lastTransitionTime }] },
});

describe('a pod waits for its images', () => {
  it.each([
    ['not with all of them', bound({ imageID: 'sha256:1', state: {} }), true],
    [
      'while one is pulled',
      bound(
        { imageID: 'sha256:1', state: {} },
        { imageID: '', state: { waiting: { reason: 'ContainerCreating' } } },
      ),
      false,
    ],
    [
      'not for one that the lab lacks',
      bound({ imageID: '', state: { waiting: { reason: 'ImagePullBackOff' } } }),
      true,
    ],
    ['before the kubelet has looked at it', bound(), false],
    ['while it looks for a node', unbound('2026-11-25T11:59:30Z'), false],
    ['not when no node takes it', unbound('2026-11-25T11:58:00Z'), true],
    ['before the scheduler has looked at it', { spec: {}, status: {} }, false],
  ])('%s', (_what, pod, settled) => expect(hasImages(pod, now)).toBe(settled));
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
