import { SmokeError } from '../smoke-error.ts';
import type { SmokeCluster } from './start-cluster.ts';

/** Runs the work and closes the cluster. A SmokeError is passed on with what the machines themselves logged. */
export async function explained<Value>(
  smoke: SmokeCluster,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof SmokeError)) throw cause;
    const logged = await complaints(smoke).catch((error) => [`  (not to be read: ${error})`]);
    throw new SmokeError([cause.message, 'what the machines logged:', ...logged].join('\n'), {
      cause,
    });
  } finally {
    await smoke.close();
  }
}

async function complaints({ lab, progress }: SmokeCluster): Promise<string[]> {
  progress.say('failed: shutting the machines down to read their logs');
  await Promise.all(lab.vms.map((vm) => vm.shutDown(90)));
  const found: string[] = [];
  for (const { name } of lab.vms) {
    for (const { source, text } of await lab.readComplaints(name)) {
      found.push(`  ${name} ${source}: ${text}`);
    }
  }
  return found;
}
