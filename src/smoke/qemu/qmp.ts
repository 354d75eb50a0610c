import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { SmokeError } from '../smoke-error.ts';

export interface QmpEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly event?: string;
  readonly data?: Record<string, unknown>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** A connection to QEMU's machine protocol (QEMU's docs/interop/qmp-spec). */
export class Qmp {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: QmpEvent) => void>();
  #next = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    createInterface({ input: socket })
      .on('line', (line) => this.#take(line))
      // It repeats the socket's errors, as when QEMU dies with a command unread; the socket's end tells of them.
      .on('error', () => undefined);
    socket.on('close', () => this.#fail('QEMU closed its control socket'));
  }

  /** Waits until QEMU listens on the socket, at most so many seconds, and opens the session. */
  static async connect(path: string, seconds = 30): Promise<Qmp> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const socket = await tryConnect(path);
      if (socket !== undefined) {
        const qmp = new Qmp(socket);
        await qmp.execute('qmp_capabilities');
        return qmp;
      }
      if (Date.now() > deadline) throw new SmokeError(`QEMU does not answer on ${path}`);
      await sleep(50);
    }
  }

  execute(command: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: parameters, id })}\n`);
    });
  }

  /** Runs a command of the human monitor; its answer is text, empty when all is well. */
  async monitor(command: string): Promise<string> {
    return String(await this.execute('human-monitor-command', { 'command-line': command }));
  }

  onEvent(listener: (event: QmpEvent) => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(line: string): void {
    const answer = JSON.parse(line) as Answer;
    if (answer.event !== undefined) {
      for (const listener of this.#listeners)
        listener({ event: answer.event, data: answer.data ?? {} });
      return;
    }
    const waiting = this.#waiting.get(answer.id ?? 0);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id ?? 0);
    if (answer.error === undefined) waiting.resolve(answer.return);
    else waiting.reject(new SmokeError(`QEMU: ${answer.error.desc}`));
  }

  #fail(reason: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new SmokeError(reason));
    this.#waiting.clear();
  }
}

function tryConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}
