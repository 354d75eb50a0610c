import type { NodeDiff } from '../node-diff.ts';
import { nodesTo, type Step, type StepContext } from './step.ts';

/** Controllers, one at a time: the new ones first, so that there are never fewer than before. */
export function controllerSteps(context: StepContext): Step[] {
  const { kubectl } = context;
  const ready = (node: string) =>
    `on ${node}: kubectl --kubeconfig /etc/kubernetes/addons.conf get --raw=/readyz   # must say ok`;
  return [
    ...nodesTo(context, 'controller', 'add').map(({ node }) => ({
      text: `Add the controller ${node}.`,
      commands: [boot(node, context), ready(node)],
    })),
    ...nodesTo(context, 'controller', 'replace').map(({ node }) => ({
      text: `Replace the controller ${node}; its API server must be ready before the next.`,
      commands: [...leave(node, kubectl), boot(node, context), ready(node)],
    })),
    ...inPlace(
      nodesTo(context, 'controller', 'change'),
      'Change the controllers one at a time, each API server ready before the next',
      ['after each, on it: kubectl --kubeconfig /etc/kubernetes/addons.conf get --raw=/readyz'],
    ),
  ];
}

/** Frontends, when every API server that they pass on to is there. */
export function frontendSteps(context: StepContext): Step[] {
  const probe = 'after each: curl -k https://ITS-ADDRESS:PORT/readyz   # must say ok';
  return [
    ...nodesTo(context, 'frontend', 'add').map(({ node }) => ({
      text: `Add the frontend ${node}, then point the endpoint’s name or address at it.`,
      commands: [boot(node, context)],
    })),
    ...nodesTo(context, 'frontend', 'replace').map(({ node }) => ({
      text: `Replace the frontend ${node}: meanwhile nobody reaches the API through it.`,
      commands: [`delete the VM ${node}`, boot(node, context)],
    })),
    ...inPlace(nodesTo(context, 'frontend', 'change'), 'Change the frontends one at a time', [
      probe,
    ]),
    ...nodesTo(context, 'frontend', 'remove').map(({ node }) => ({
      text: `Take the endpoint’s name or address off the frontend ${node}, then delete its VM.`,
      commands: [`delete the VM ${node}`],
    })),
  ];
}

/** Workers, new ones first. */
export function workerSteps(context: StepContext): Step[] {
  const { kubectl } = context;
  const ready = (node: string) =>
    `${kubectl} wait --for=condition=Ready node/${node} --timeout=15m`;
  return [
    ...nodesTo(context, 'worker', 'add').map(({ node }) => ({
      text: `Add the worker ${node}.`,
      commands: [boot(node, context), ready(node)],
    })),
    ...nodesTo(context, 'worker', 'replace').map(({ node }) => ({
      text: `Replace the worker ${node}.`,
      commands: [...leave(node, kubectl), boot(node, context), ready(node)],
    })),
    ...inPlace(
      nodesTo(context, 'worker', 'change'),
      'Change the workers, as many at a time as the cluster can spare',
      [],
    ),
  ];
}

/** Controllers and workers that go, when nothing dials them any more. */
export function removals(context: StepContext): Step[] {
  const { kubectl } = context;
  const gone = (['controller', 'worker'] as const).flatMap((role) =>
    nodesTo(context, role, 'remove').map(({ node }) => ({ role, node })),
  );
  return gone.map(({ role, node }) => ({
    text: `Remove the ${role} ${node}.`,
    commands: leave(node, kubectl),
  }));
}

function boot(node: string, { directory }: StepContext): string {
  return `boot ${node} from ${directory}/${node}/`;
}

function leave(node: string, kubectl: string): string[] {
  return [
    `${kubectl} drain ${node} --ignore-daemonsets --delete-emptydir-data`,
    `delete the VM ${node}`,
    `${kubectl} delete node ${node}`,
  ];
}

/** Files that nothing holds open need no order. */
function inPlace(nodes: readonly NodeDiff[], text: string, commands: readonly string[]): Step[] {
  const urgent = nodes.filter(({ verdict }) => verdict?.action !== 'place');
  if (urgent.length === 0) return [];
  return [{ text: `${text}: ${urgent.map(({ node }) => node).join(', ')}.`, commands }];
}
