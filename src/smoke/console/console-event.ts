export type StepState = 'running' | 'done' | 'failed' | 'waiting';
export type ConsoleSource =
  | 'kernel'
  | 'ignition'
  | 'cloud-init'
  | 'systemd'
  | 'clusterseed'
  | 'login'
  | 'panic';

/** One thing that a line of the serial console says about the boot. */
export interface ConsoleEvent {
  readonly source: ConsoleSource;
  /** For example "kernel", "cloud-init config", "fetch", or a systemd unit's description. */
  readonly step: string;
  readonly state: StepState;
  /** Seconds that the step took or has taken, as the guest tells it. */
  readonly seconds?: number;
  readonly detail?: string;
}
