/** Seconds that a step may take, each counted from its own beginning. */
export interface Deadlines {
  /** From power-on until the node's own report says that all is done. */
  readonly provision: number;
  /** Until /healthz answers `ok`. */
  readonly health: number;
  /** Until nodes, pods and leases are as they must be. */
  readonly settle: number;
}

/** For one emulated machine: seven to ten minutes from power-on to /healthz on an idle host, twice that on a busy one. */
export const emulatedDeadlines: Deadlines = { provision: 2400, health: 2000, settle: 900 };

/** For several emulated machines that share the host's processors. */
export function stretchDeadlines(times: number): Deadlines {
  const { provision, health, settle } = emulatedDeadlines;
  return { provision: provision * times, health: health * times, settle: settle * times };
}
