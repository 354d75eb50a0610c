import type { ConsoleEvent } from './console-event.ts';

export interface ProgressTarget {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

export interface Progress {
  readonly show: (node: string, event: ConsoleEvent) => void;
  /** A line that stays, above the live part. */
  readonly say: (text: string) => void;
}

const MARKS = { running: '…', done: '✓', failed: '✗', waiting: '·' } as const;

/** Steps worth a line. A boot has a hundred systemd units; only those that failed are. */
function isWorthShowing(event: ConsoleEvent): boolean {
  return event.source !== 'systemd' || event.state === 'failed';
}

/**
 * Shows how far every node is: one line per node and step, kept up to date in place on a terminal, and one
 * plain line per change elsewhere. `now` is the clock in ms.
 */
export function createProgress(target: ProgressTarget, now: () => number): Progress {
  const started = now();
  const rows = new Map<string, string>();
  let drawn = 0;

  const clear = (): void => {
    if (drawn > 0) target.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = (): void => {
    const width = target.columns ?? 80;
    for (const row of rows.values()) target.write(`${row.slice(0, width - 1)}\n`);
    drawn = rows.size;
  };
  const say = (text: string): void => {
    if (target.isTTY !== true) {
      target.write(`${text}\n`);
      return;
    }
    clear();
    target.write(`${text}\n`);
    draw();
  };
  return {
    say,
    show: (node, event) => {
      if (!isWorthShowing(event)) return;
      const row = rowOf(node, event, Math.round((now() - started) / 1000));
      if (target.isTTY !== true) {
        target.write(`${row}\n`);
        return;
      }
      clear();
      rows.set(`${node}\0${event.step}`, row);
      draw();
    },
  };
}

function rowOf(node: string, event: ConsoleEvent, elapsed: number): string {
  const took = event.seconds === undefined ? '' : ` ${event.seconds} s`;
  const detail = event.detail === undefined ? '' : `  ${event.detail}`;
  const clock = `${String(elapsed).padStart(5)} s`;
  return `${clock}  ${node.padEnd(16)} ${MARKS[event.state]} ${event.step} ${event.state}${took}${detail}`;
}
