import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterNode } from '../../index.ts';
import { randomFrom } from '../network/link-faults.ts';
import { SmokeError } from '../smoke-error.ts';
import { awaitPods } from './await-pods.ts';
import {
  checkHealth,
  checkJournal,
  entryNodes,
  type StepTime,
  type Timed,
  timeSteps,
} from './boot-cluster.ts';
import { explained } from './explain-failure.ts';
import { watchOutage } from './outage.ts';
import { awaitProbe, probeImage } from './probe.ts';
import { memoryOf, type SmokeCluster, type SmokeOptions, startCluster } from './start-cluster.ts';
import { apiOf, awaitHealthy, awaitNodes, awaitReports, checkComponents } from './steps.ts';

/** What a cluster run did, for its record. */
export interface ClusterRun {
  readonly seed: number;
  readonly order: readonly string[];
  /** Name, roles and memory of each machine. */
  readonly machines: readonly string[];
  readonly times: readonly StepTime[];
  /** What is worth a line besides the times. */
  readonly notes: readonly string[];
}

/**
 * Boots every machine of a profile in an order drawn from the seed, waits for the whole cluster and for a pod that
 * uses it, then takes the power from one controller, looks at the API through the frontend, and switches it on again.
 */
export async function clusterTest(
  options: SmokeOptions & { readonly seed: number },
): Promise<ClusterRun> {
  const smoke = await startCluster({ ...options, images: [probeImage] });
  return await explained(smoke, async () => {
    const random = randomFrom(options.seed);
    const times: StepTime[] = [];
    const timed = timeSteps(smoke, times);
    const order = shuffle(
      smoke.nodes.map(({ name }) => name),
      random,
    );
    smoke.progress.say(`seed ${options.seed}: the machines start as ${order.join(', ')}`);
    await timed('virtual machines switched on', () => startInOrder(smoke, order, random));
    await checkHealth(smoke, timed);
    await timed('first-boot reports done', () => awaitReports(smoke, smoke.deadlines.provision));
    const frontend = lastEntry(smoke);
    await timed('images of all pods pulled, our own pods ready', () =>
      awaitPods(smoke, frontend, smoke.deadlines.settle),
    );
    const said = await timed('a pod on the worker uses DNS and the API', () =>
      awaitProbe(smoke, frontend, smoke.deadlines.settle),
    );
    const notes = [...said, await loseController(smoke, timed, random)];
    await timed('shut down', () => shutDown(smoke));
    for (const { name } of smoke.nodes) await checkJournal(smoke, name);
    smoke.progress.say('ok  no failed unit, no error of a provisioning unit');
    const machines = smoke.nodes.map(
      (node) => `${node.name}: ${node.roles.join(' + ')}, ${memoryOf(node)} MiB`,
    );
    return { seed: options.seed, order, machines, times, notes };
  });
}

async function startInOrder(
  { lab }: SmokeCluster,
  order: readonly string[],
  random: () => number,
): Promise<void> {
  for (const name of order) {
    await lab.start([name]);
    await sleep(random() * 20_000);
  }
}

function lastEntry(smoke: SmokeCluster): ClusterNode {
  const frontend = entryNodes(smoke).at(-1);
  if (frontend?.roles.includes('frontend') === true) return frontend;
  throw new SmokeError('none of these machines is a frontend');
}

/** One controller dies: the others go on, within bounds, and it comes back. */
async function loseController(
  smoke: SmokeCluster,
  timed: Timed,
  random: () => number,
): Promise<string> {
  const controllers = smoke.nodes.filter(({ roles }) => roles.includes('controller'));
  const victim = controllers[Math.floor(random() * controllers.length)];
  const other = controllers.find((node) => node !== victim);
  if (victim === undefined || other === undefined) throw new SmokeError('one controller is no two');
  const frontend = lastEntry(smoke);
  const target = await apiOf(smoke, frontend, 'admin');
  await smoke.lab.vm(victim.name).powerCut();
  const outage = await timed(`the API through the frontend without ${victim.name}`, () =>
    watchOutage(target, { calm: 60, limit: 300 }),
  );
  await timed('controller-manager and scheduler lead elsewhere', () =>
    checkComponents(smoke, other),
  );
  await timed(`${victim.name} switched on again, /healthz = ok`, async () => {
    await smoke.lab.start([victim.name]);
    await awaitHealthy(smoke, victim, smoke.deadlines.health);
  });
  await timed(`report of ${victim.name} done again`, () =>
    awaitReports(smoke, smoke.deadlines.provision, 2, [victim]),
  );
  await timed('all nodes Ready again', () =>
    awaitNodes(smoke, frontend, { seconds: smoke.deadlines.settle, ready: true }),
  );
  return `${victim.name} lost its power: ${outage.failed} of ${outage.asked} questions through the frontend failed, the last ${outage.seconds} s after the cut`;
}

async function shutDown({ lab }: SmokeCluster): Promise<void> {
  await Promise.all(lab.vms.map((vm) => vm.shutDown(300)));
}

/** The names in an order drawn from `random` (Fisher and Yates). */
export function shuffle(names: readonly string[], random: () => number): string[] {
  const order = [...names];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const at = Math.floor(random() * (last + 1));
    const [one, other] = [order[last], order[at]];
    if (one === undefined || other === undefined) continue;
    order[last] = other;
    order[at] = one;
  }
  return order;
}
