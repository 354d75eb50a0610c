import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiTarget, getFromApi } from '../checks/api-client.ts';
import { SmokeError } from '../smoke-error.ts';

/** How the API fared while something was taken away. */
export interface Outage {
  /** Until the last question that stayed without a good answer; 0 when there was none. */
  readonly seconds: number;
  readonly asked: number;
  readonly failed: number;
}

/**
 * Asks the API every two seconds, until it has answered well for `calm` seconds on end. Throws a SmokeError when
 * that is not so within `limit` seconds.
 */
export async function watchOutage(
  target: ApiTarget,
  { calm, limit }: { readonly calm: number; readonly limit: number },
): Promise<Outage> {
  const start = Date.now();
  const elapsed = () => Math.round((Date.now() - start) / 1000);
  let asked = 0;
  let failed = 0;
  let lastFailure = 0;
  let saw = '';
  while (elapsed() - lastFailure < calm) {
    asked += 1;
    const problem = await ask(target);
    if (problem !== undefined) {
      failed += 1;
      lastFailure = elapsed();
      saw = problem;
    }
    if (elapsed() > limit) {
      throw new SmokeError(
        `the API through ${target.name} did not answer well for ${calm} s on end within ${limit} s: ${failed} of ${asked} questions failed, the last: ${saw}`,
      );
    }
    await sleep(2000);
  }
  return { seconds: lastFailure, asked, failed };
}

async function ask(target: ApiTarget): Promise<string | undefined> {
  try {
    const { status, body } = await getFromApi(target, '/api/v1/nodes?limit=1', 15);
    return status === 200 ? undefined : `${status} ${body.slice(0, 100)}`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
