import process from 'node:process';

type Step = () => void;

const steps = new Set<Step>();
let installed = false;

function runAll(): void {
  for (const step of [...steps].reverse()) {
    steps.delete(step);
    try {
      step();
    } catch {
      // The remaining steps matter more than one that fails while everything ends.
    }
  }
}

function endBySignal(signal: NodeJS.Signals): void {
  runAll();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function install(): void {
  installed = true;
  process.once('exit', runAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, endBySignal);
  }
}

/**
 * Promises that `step` runs when this process ends for any reason that a process can notice: its end, an
 * uncaught error, Ctrl-C, SIGTERM, SIGHUP. Steps run last in, first out, and must be synchronous.
 * Returns the function that withdraws the step.
 */
export function onProcessEnd(step: Step): () => void {
  if (!installed) install();
  steps.add(step);
  return () => {
    steps.delete(step);
  };
}
