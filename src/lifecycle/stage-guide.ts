import { generationOf, type RotatableName, type RotationStage } from '../pki/rotation.ts';
import type { Secrets } from '../pki/secrets.ts';
import type { Cluster } from '../plan/cluster.ts';
import { certificateAuthorityGuides } from './guides/certificate-authorities.ts';
import type { Guide, GuideContext } from './guides/guide.ts';
import { keyGuides } from './guides/keys.ts';
import type { NodeChange } from './node-changes.ts';
import { stateOf } from './rotate.ts';

type Guides = Readonly<Record<RotatableName, Readonly<Record<RotationStage, Guide>>>>;

const guides: Guides = { ...certificateAuthorityGuides, ...keyGuides };

/** What a person does with a stage: roll out to groups of machines in this order, then check, then go on. */
export interface StageGuide {
  readonly does: string;
  /** Machines of one step, one at a time, in the order of the roll-out; only those whose documents change. */
  readonly order: readonly (readonly string[])[];
  /** What to look at, or do, before the next stage. Commands stand by themselves. */
  readonly before: readonly string[];
}

/**
 * How to roll out the stage that the rotation of `name` is at, given the machines whose documents change.
 * `directory` is where the cluster is built to.
 */
export function guideStage(
  cluster: Cluster,
  secrets: Secrets,
  name: RotatableName,
  changed: readonly Pick<NodeChange, 'node' | 'roles'>[],
  directory: string,
): StageGuide {
  const stage = stateOf(secrets, name);
  if (stage === 'none') {
    const does = 'Only one generation is left, as before the rotation.';
    return { does, order: [changed.map(({ node }) => node)], before: [] };
  }
  const guide = guides[name][stage];
  const context: GuideContext = {
    cluster,
    directory,
    kubectl: `kubectl --kubeconfig ${directory}/admin.kubeconfig`,
    generation: generationOf(secrets, name),
  };
  const placed = new Set<string>();
  const order = guide.order.map((role) => {
    const group = changed.filter(({ node, roles }) => roles.includes(role) && !placed.has(node));
    for (const { node } of group) placed.add(node);
    return group.map(({ node }) => node);
  });
  const others = changed.map(({ node }) => node).filter((node) => !placed.has(node));
  return {
    does: guide.does,
    order: [...order, others].filter((group) => group.length > 0),
    before: guide.before(context),
  };
}
