import { setTimeout as sleep } from 'node:timers/promises';
import { SmokeError } from '../smoke-error.ts';
import { checkHealth, checkJournal, type StepTime, type Timed, timeSteps } from './boot-cluster.ts';
import { explained } from './explain-failure.ts';
import { type SmokeCluster, type SmokeOptions, startCluster } from './start-cluster.ts';
import { awaitReports } from './steps.ts';

/** What a boot with faults did, for its record. */
export interface FaultRun {
  readonly times: readonly StepTime[];
  readonly notes: readonly string[];
}

/** Seconds that the mirror stays away once a machine has begun to fetch. */
const mirrorDownSeconds = 60;
const clockOffsetSeconds = -7200;

/**
 * Boots with three faults at once: the clock two hours behind (so that no certificate is valid yet, until the time
 * server is heard), no mirror for the first minute of fetching, and a kubelet that arrives spoilt the first time.
 */
export async function hardStartTest(options: SmokeOptions): Promise<FaultRun> {
  return await faultTest(options, async (smoke, timed) => {
    const { lab, mirror, cluster, nodes } = smoke;
    const spoilt = `/kubelet/${cluster.version}/amd64/kubelet`;
    mirror.corruptOnce(spoilt);
    mirror.goDown(24 * 3600);
    for (const { name } of nodes) {
      const { console } = lab.vm(name);
      const fetching = console.waitForStep('fetch', 'running', {
        seconds: smoke.deadlines.provision,
      });
      fetching.then(
        () => mirror.goDown(mirrorDownSeconds),
        () => undefined,
      );
    }
    await timed('virtual machines switched on, clocks two hours behind', () =>
      lab.start(undefined, { clockOffsetSeconds }),
    );
    return () => {
      const asked = mirror.requests(spoilt);
      if (asked < 2) throw new SmokeError(`${spoilt} was spoilt and asked for only ${asked} times`);
      return [
        `the mirror was down until ${mirrorDownSeconds} s after the first download had begun`,
        `${spoilt} came with a wrong byte once; asked for ${asked} times`,
        `hardware clock ${clockOffsetSeconds} s off; the leases are renewed by the true time`,
      ];
    };
  });
}

/** Where the power goes away: so many seconds after a step of the boot was seen to begin. */
export interface PowerCut {
  readonly step: string;
  readonly seconds: number;
}

/** While cloud-init writes the files, while it runs its last commands, and while the programs are fetched. */
export const firstBootCuts: readonly PowerCut[] = [
  { step: 'cloud-init init', seconds: 5 },
  { step: 'cloud-init final', seconds: 15 },
  { step: 'fetch', seconds: 15 },
];

/** Takes the power from the first machine at each of these places, one boot after the other, and lets it go on. */
export async function powerCutTest(
  options: SmokeOptions,
  cuts: readonly PowerCut[] = firstBootCuts,
): Promise<FaultRun> {
  return await faultTest(options, async (smoke, timed) => {
    const { lab } = smoke;
    const [vm] = lab.vms;
    if (vm === undefined) throw new SmokeError('there is no machine');
    await timed('virtual machines switched on', () => lab.start());
    const notes: string[] = [];
    for (const { step, seconds } of cuts) {
      await timed(`power cut ${seconds} s after "${step}" began, switched on again`, async () => {
        const options = { seconds: smoke.deadlines.provision, boot: vm.console.boot };
        await vm.console.waitFor(`"${step}" to begin`, (event) => event.step === step, options);
        await sleep(seconds * 1000);
        notes.push(`power cut in boot ${vm.console.boot} at: ${vm.console.lines(1).join('')}`);
        await vm.powerCut();
        await vm.start();
      });
    }
    return () => [...notes, ...fetched(smoke)];
  });
}

function fetched({ mirror }: SmokeCluster): string[] {
  return [...mirror.counts]
    .filter(([path]) => !path.startsWith('/v2'))
    .sort()
    .map(([path, count]) => `${path}: given ${count} times`);
}

type Arrange = (smoke: SmokeCluster, timed: Timed) => Promise<() => string[]>;

/** Arranges the faults and starts; then all must become healthy without anybody's help. */
async function faultTest(options: SmokeOptions, arrange: Arrange): Promise<FaultRun> {
  const smoke = await startCluster(options);
  return await explained(smoke, async () => {
    const times: StepTime[] = [];
    const timed = timeSteps(smoke, times);
    const look = await arrange(smoke, timed);
    await checkHealth(smoke, timed);
    await timed('first-boot reports done', () =>
      awaitReports(smoke, smoke.deadlines.provision, smoke.lab.vms[0]?.console.boot),
    );
    const notes = look();
    await timed('shut down', async () => {
      await Promise.all(smoke.lab.vms.map((vm) => vm.shutDown(180)));
    });
    for (const { name } of smoke.nodes) await checkJournal(smoke, name);
    smoke.progress.say('ok  no failed unit, no error of a provisioning unit');
    return { times, notes };
  });
}
