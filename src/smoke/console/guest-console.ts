import { StringDecoder } from 'node:string_decoder';
import { SmokeError } from '../smoke-error.ts';
import type { ConsoleEvent, StepState } from './console-event.ts';
import { plainLine, readConsoleLine } from './read-line.ts';

export interface SeenEvent extends ConsoleEvent {
  /** Which boot of this VM it belongs to, counted from 1. */
  readonly boot: number;
  /** When the line came, in Unix ms. */
  readonly at: number;
}

export interface WaitOptions {
  /** How long to wait; the failure then names what did not come and shows the last lines. */
  readonly seconds: number;
  /** Only events of this boot or a later one; any when left out. */
  readonly boot?: number;
}

interface Waiter {
  readonly wanted: (event: SeenEvent) => boolean;
  readonly resolve: (event: SeenEvent) => void;
  readonly reject: (error: Error) => void;
}

const KEPT_LINES = 400;
const SHOWN_LINES = 15;

/** The serial console of one VM, over all its boots: lines, what they mean, and waiting for them. */
export class GuestConsole {
  readonly node: string;
  readonly events: SeenEvent[] = [];
  readonly #lines: string[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<(event: SeenEvent) => void>();
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #boot = 0;
  #failed: string | undefined;

  constructor(node: string) {
    this.node = node;
  }

  /** Why this VM will not get any further, once that is known. */
  get failure(): string | undefined {
    return this.#failed;
  }

  get boot(): number {
    return this.#boot;
  }

  /** The last lines, without terminal escapes. */
  lines(count: number = KEPT_LINES): string[] {
    return this.#lines.slice(-count);
  }

  /** A new boot begins: events from here on belong to it. */
  beginBoot(): void {
    this.#boot += 1;
    this.#failed = undefined;
    this.#rest = '';
  }

  onEvent(listener: (event: SeenEvent) => void): void {
    this.#listeners.add(listener);
  }

  write(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split(/\r*\n/);
    this.#rest = parts.pop() ?? '';
    for (const part of parts) this.#take(plainLine(part));
    if (/ login: $/.test(this.#rest)) {
      this.#take(plainLine(this.#rest));
      this.#rest = '';
    }
  }

  /** The first event, seen already or to come, that this is true for. */
  waitFor(
    what: string,
    wanted: (event: SeenEvent) => boolean,
    options: WaitOptions,
  ): Promise<SeenEvent> {
    const fits = (event: SeenEvent): boolean => event.boot >= (options.boot ?? 0) && wanted(event);
    const seen = this.events.find(fits);
    if (seen !== undefined) return Promise.resolve(seen);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        wanted: fits,
        resolve: (event) => {
          end();
          resolve(event);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      const timer = setTimeout(
        () => waiter.reject(this.#failure(`${what} did not come within ${options.seconds} s`)),
        options.seconds * 1000,
      );
      this.#waiters.add(waiter);
    });
  }

  /** Waits until a step (clusterseed's, cloud-init's, a unit's) is in this state. */
  waitForStep(step: string, state: StepState, options: WaitOptions): Promise<SeenEvent> {
    return this.waitFor(
      `step "${step}" to be ${state}`,
      (event) => event.step === step && event.state === state,
      options,
    );
  }

  /** Ends all waiting: the VM is gone or will not get any further. */
  fail(reason: string): void {
    this.#failed = reason;
    const error = this.#failure(reason);
    for (const waiter of [...this.#waiters]) waiter.reject(error);
  }

  #failure(reason: string): SmokeError {
    const last = this.events.findLast((event) => event.source !== 'systemd');
    const reached = last === undefined ? '' : `\nlast step seen: ${last.step} (${last.state})`;
    const lines = this.lines(SHOWN_LINES).map((line) => `  | ${line}`);
    return new SmokeError(
      [`${this.node}: ${reason}${reached}`, 'last console lines:', ...lines].join('\n'),
    );
  }

  #take(line: string): void {
    if (line.trim() === '') return;
    this.#lines.push(line);
    if (this.#lines.length > 2 * KEPT_LINES) this.#lines.splice(0, KEPT_LINES);
    const read = readConsoleLine(line);
    if (read === undefined) return;
    const event: SeenEvent = { ...read, boot: this.#boot, at: Date.now() };
    this.events.push(event);
    for (const listener of this.#listeners) listener(event);
    for (const waiter of [...this.#waiters]) if (waiter.wanted(event)) waiter.resolve(event);
  }
}
