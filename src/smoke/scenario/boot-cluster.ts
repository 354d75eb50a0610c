import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterNode } from '../../index.ts';
import { SmokeError } from '../smoke-error.ts';
import { awaitPods } from './await-pods.ts';
import { explained } from './explain-failure.ts';
import { type SmokeCluster, type SmokeOptions, startCluster } from './start-cluster.ts';
import {
  awaitHealthy,
  awaitNodes,
  awaitReports,
  awaitStaticPods,
  checkAccess,
  checkComponents,
} from './steps.ts';

/** One thing that the smoke test did, with the seconds it took. */
export interface StepTime {
  readonly step: string;
  readonly seconds: number;
}

/** Runs a step, prints that it is done and how long it took. */
export type Timed = <Value>(step: string, work: () => Promise<Value>) => Promise<Value>;

/** A stop-watch that prints each step on the progress and keeps them for the record. */
export function timeSteps(smoke: SmokeCluster, times: StepTime[]): Timed {
  return async (step, work) => {
    const start = Date.now();
    const value = await work();
    const seconds = Math.round((Date.now() - start) / 1000);
    times.push({ step, seconds });
    smoke.progress.say(`ok  ${step} (${seconds} s)`);
    return value;
  };
}

/**
 * Boots the machines of a profile from their documents, checks the API and everything that a healthy cluster shows,
 * reboots them and checks again; the second boot must download nothing. Throws a SmokeError that names the cause.
 */
export async function smokeTest(options: SmokeOptions): Promise<readonly StepTime[]> {
  const smoke = await startCluster(options);
  return await explained(smoke, async () => {
    const times: StepTime[] = [];
    const timed = timeSteps(smoke, times);
    await timed('virtual machines switched on', () => smoke.lab.start());
    await checkHealth(smoke, timed);
    await timed('first-boot reports done', () => awaitReports(smoke, smoke.deadlines.provision));
    const [first] = entryNodes(smoke);
    if (first !== undefined) {
      await timed('images of all pods pulled, our own pods ready', () =>
        awaitPods(smoke, first, smoke.deadlines.settle),
      );
    }
    await rebootAndCheck(smoke, timed);
    return times;
  });
}

/** Everything that a healthy cluster shows from outside. */
export async function checkHealth(smoke: SmokeCluster, timed: Timed): Promise<void> {
  const entries = entryNodes(smoke);
  const [first] = entries;
  if (first === undefined) throw new SmokeError('none of these machines serves the API');
  for (const node of entries) {
    await timed(`/healthz = ok through ${node.name}`, () =>
      awaitHealthy(smoke, node, smoke.deadlines.health),
    );
  }
  for (const node of entries) {
    await timed(`/readyz, /version, anonymous refused at ${node.name}`, () =>
      checkAccess(smoke, node),
    );
  }
  const seconds = smoke.deadlines.settle;
  const ready = podNetworkIsUp(smoke);
  await timed('nodes registered', () => awaitNodes(smoke, first, { seconds, ready }));
  await timed('static pods running', () => awaitStaticPods(smoke, first, seconds));
  await timed('etcd, controller-manager and scheduler healthy', () =>
    checkComponents(smoke, first),
  );
}

/** Nodes become Ready where the pod network needs no image that the lab lacks. */
function podNetworkIsUp({ cluster }: SmokeCluster): boolean {
  return cluster.profile.network.plugin === 'routes';
}

/** The nodes through which the API is reached: frontends last, as they follow the controllers. */
export function entryNodes({ nodes }: SmokeCluster): ClusterNode[] {
  const having = (role: 'controller' | 'frontend') =>
    nodes.filter(({ roles }) => roles.includes(role));
  return [...new Set([...having('controller'), ...having('frontend')])];
}

async function rebootAndCheck(smoke: SmokeCluster, timed: Timed): Promise<void> {
  const before = new Map(smoke.mirror.counts);
  await timed('shut down', async () => {
    await Promise.all(smoke.lab.vms.map((vm) => vm.shutDown(180)));
  });
  for (const vm of smoke.lab.vms) await checkJournal(smoke, vm.name);
  await timed('second boot switched on', () => smoke.lab.start());
  const [first] = entryNodes(smoke);
  if (first !== undefined) {
    await timed('/healthz = ok after the reboot', () =>
      awaitHealthy(smoke, first, smoke.deadlines.health),
    );
  }
  await timed('reports of the second boot done', () =>
    awaitReports(smoke, smoke.deadlines.provision, 2),
  );
  await sleep(1000);
  for (const [path, count] of smoke.mirror.counts) {
    if (count !== (before.get(path) ?? 0)) {
      throw new SmokeError(`the second boot downloaded ${path} again`);
    }
  }
  smoke.progress.say('ok  the second boot downloaded nothing');
}

/** Fails when a unit failed on the machine, or a provisioning unit logged an error. It must be switched off. */
export async function checkJournal(smoke: SmokeCluster, name: string): Promise<void> {
  const errors = await smoke.lab.readErrors(name, [
    'clusterseed-*',
    'kubelet',
    'etcd',
    'containerd',
    'haproxy',
  ]);
  const failed = smoke.lab
    .vm(name)
    .console.events.filter(({ source, state }) => source === 'systemd' && state === 'failed');
  if (failed.length > 0) {
    throw new SmokeError(`${name}: failed units: ${failed.map(({ step }) => step).join(', ')}`);
  }
  const provisioning = errors.filter(({ unit }) => unit.startsWith('clusterseed-'));
  if (provisioning.length === 0) return;
  const lines = provisioning.slice(0, 10).map(({ unit, message }) => `  ${unit}: ${message}`);
  throw new SmokeError(
    [`${name}: errors in the journal of the provisioning units:`, ...lines].join('\n'),
  );
}
