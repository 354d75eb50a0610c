import { describe, expect, it } from 'vitest';
import { hasImages } from '../../../src/smoke/scenario/steps.ts';

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
