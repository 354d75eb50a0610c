import { openProfile } from '../../output/open-profile.ts';
import { WorldError } from '../../output/world-error.ts';
import { prepareHost } from '../../smoke/prepare-host.ts';
import { smokeTest } from '../../smoke/scenario/boot-cluster.ts';
import { chooseNodes } from '../../smoke/scenario/start-cluster.ts';
import { SmokeError } from '../../smoke/smoke-error.ts';
import { type ExitCode, exitCodes, failureOf } from '../exit-codes.ts';
import { refuseUsage } from '../refuse-usage.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { formatTable, openTerminal } from '../terminal.ts';

/** Options of `smoke` as commander gives them. */
export interface SmokeFlags {
  readonly boot: 'cloud-init' | 'ignition';
  readonly node?: readonly string[];
  readonly image?: string;
  readonly memory?: string;
  readonly preload?: boolean;
  readonly mirror?: string;
  readonly logs: string;
}

/** `clusterseed smoke PROFILE`: boots the profile's machines in QEMU and checks the cluster. Exit 1 when the cluster fails, 3 when the host cannot. */
export async function runSmoke(profilePath: string, flags: SmokeFlags): Promise<ExitCode> {
  const memoryMiB = readMemory(flags.memory);
  const mistaken = checkFirst(profilePath, flags);
  if (mistaken !== undefined) return mistaken;
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const host = await failAsWorld(
    prepareHost({
      env: process.env,
      variant: flags.boot,
      say,
      ...(flags.image === undefined ? {} : { disk: flags.image }),
    }),
  );
  try {
    const times = await smokeTest({
      ...host,
      profilePath,
      format: flags.boot,
      logs: flags.logs,
      output: process.stdout,
      ...(flags.node === undefined ? {} : { nodes: flags.node }),
      preload: flags.preload === true,
      ...(flags.mirror === undefined ? {} : { mirrorFolder: flags.mirror }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
    });
    say(
      formatTable(
        times.map(({ step, seconds }) => [`${seconds} s`, step]),
        [0],
      ),
    );
    return exitCodes.ok;
  } catch (cause) {
    if (!(cause instanceof SmokeError)) throw cause;
    process.stderr.write(`clusterseed smoke: ${cause.message}\nconsoles: ${flags.logs}\n`);
    return exitCodes.input;
  }
}

/** What is wrong with the profile or the names is said before a guest image is built, which takes minutes. */
function checkFirst(profilePath: string, { node }: SmokeFlags): ExitCode | undefined {
  const profile = openProfile({ profilePath, out: '' });
  const findings = profile.findings();
  reportDiagnostics(findings, openTerminal(false));
  if (profile.cluster === undefined) return failureOf(findings.diagnostics);
  try {
    chooseNodes(profile.cluster, node);
    return undefined;
  } catch (cause) {
    if (cause instanceof SmokeError) refuseUsage(cause.message);
    throw cause;
  }
}

/** With less, no guest unpacks its initrd. */
const leastMemory = 512;

function readMemory(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const memory = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (memory >= leastMemory) return memory;
  return refuseUsage(`--memory takes MiB as a whole number, at least ${leastMemory}, not ${text}`);
}

async function failAsWorld<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof SmokeError) throw new WorldError(cause.message, { cause });
    throw cause;
  }
}
