import { setTimeout as sleep } from 'node:timers/promises';
import { SmokeError } from '../smoke-error.ts';

/** How to wait for something outside that becomes true. */
export interface Patience {
  /** Named in the failure. */
  readonly what: string;
  readonly seconds: number;
  /** Seconds between two tries; under emulation each try costs the guest time. */
  readonly every?: number;
  /** The last words of the failure: what the guest said last. */
  readonly context?: () => string;
  /** Ends the waiting early, when what is waited for can no longer come. */
  readonly gone?: () => string | undefined;
}

/** Tries until `attempt` returns a value; a thrown error or undefined means not yet. The failure says what the last try saw. */
export async function waitUntil<Value>(
  patience: Patience,
  attempt: () => Promise<Value | undefined>,
): Promise<Value> {
  const end = Date.now() + patience.seconds * 1000;
  let last = 'nothing was seen';
  for (;;) {
    try {
      const value = await attempt();
      if (value !== undefined) return value;
      last = 'it is not so yet';
    } catch (cause) {
      last = cause instanceof Error ? cause.message : String(cause);
    }
    const gone = patience.gone?.();
    if (gone !== undefined || Date.now() > end) {
      const why = gone ?? `not within ${patience.seconds} s; the last try saw: ${last}`;
      throw new SmokeError(
        [`${patience.what}: ${why}`, patience.context?.() ?? ''].join('\n').trimEnd(),
      );
    }
    await sleep((patience.every ?? 5) * 1000);
  }
}
