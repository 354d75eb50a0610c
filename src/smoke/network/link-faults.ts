/** A stream of numbers in [0, 1) that depends on the seed alone (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

interface PortFault {
  cut: boolean;
  delayMs: number;
  loss: number;
}

/** What is wrong with the lab's links at present. Ports are named after their nodes. */
export class LinkFaults {
  readonly #random: () => number;
  readonly #ports = new Map<string, PortFault>();
  readonly #severed = new Set<string>();

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** Nothing goes into or out of this port any more. */
  cut(port: string): void {
    this.#of(port).cut = true;
  }

  /** No frame passes between these two ports; each still reaches everything else. */
  sever(one: string, other: string): void {
    this.#severed.add(pairOf(one, other));
  }

  /** Every frame into or out of this port arrives this much later. */
  delay(port: string, milliseconds: number): void {
    this.#of(port).delayMs = milliseconds;
  }

  /** Frames into or out of this port are lost with this probability, by the lab's seed. */
  lose(port: string, probability: number): void {
    this.#of(port).loss = probability;
  }

  /** Takes away every fault of this port, the severed pairs it is in included; of all ports without a name. */
  mend(port?: string): void {
    if (port === undefined) {
      this.#ports.clear();
      this.#severed.clear();
      return;
    }
    this.#ports.delete(port);
    for (const pair of this.#severed)
      if (pair.split('\0').includes(port)) this.#severed.delete(pair);
  }

  /** What happens to one frame on its way: lost, or carried after so many milliseconds. */
  fate(from: string, to: string): 'lost' | number {
    if (this.#severed.has(pairOf(from, to))) return 'lost';
    let delay = 0;
    for (const name of [from, to]) {
      const fault = this.#ports.get(name);
      if (fault === undefined) continue;
      if (fault.cut || (fault.loss > 0 && this.#random() < fault.loss)) return 'lost';
      delay += fault.delayMs;
    }
    return delay;
  }

  #of(port: string): PortFault {
    const known = this.#ports.get(port);
    if (known !== undefined) return known;
    const fresh = { cut: false, delayMs: 0, loss: 0 };
    this.#ports.set(port, fresh);
    return fresh;
  }
}

function pairOf(one: string, other: string): string {
  return [one, other].sort().join('\0');
}
