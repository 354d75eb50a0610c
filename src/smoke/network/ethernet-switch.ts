import { LinkFaults } from './link-faults.ts';
import { destinationOf, ETHERNET_BYTES, isGroupAddress, sourceOf } from './packets.ts';

export interface PortOptions {
  /** Takes a frame that leaves the switch by this port. */
  readonly deliver: (frame: Buffer) => void;
  /** Which frames may leave by this port; all of them when it is left out. */
  readonly admits?: (frame: Buffer) => boolean;
}

export interface SwitchPort {
  readonly name: string;
  /** Hands a frame that came in by this port to the switch. */
  readonly receive: (frame: Buffer) => void;
  readonly detach: () => void;
}

/**
 * A learning Ethernet switch: a frame leaves by the one port behind which its destination was last seen, and
 * by all others only while that is unknown or the destination is a group. A hub in its place shows every
 * frame to QEMU's user network, which then resets the connections between guests.
 */
export class EthernetSwitch {
  readonly faults: LinkFaults;
  readonly #ports = new Map<string, PortOptions>();
  readonly #home = new Map<string, string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(seed = 1) {
    this.faults = new LinkFaults(seed);
  }

  attach(name: string, options: PortOptions): SwitchPort {
    if (this.#ports.has(name)) throw new Error(`the switch has a port "${name}" already`);
    this.#ports.set(name, options);
    return {
      name,
      receive: (frame) => this.#forward(name, frame),
      detach: () => this.#detach(name),
    };
  }

  /** Forgets every frame that is still on its way. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#ports.clear();
  }

  #forward(from: string, frame: Buffer): void {
    if (frame.length < ETHERNET_BYTES || !this.#ports.has(from)) return;
    this.#home.set(sourceOf(frame), from);
    const home = isGroupAddress(frame) ? undefined : this.#home.get(destinationOf(frame));
    if (home !== undefined) {
      if (home !== from) this.#carry(from, home, frame);
      return;
    }
    for (const to of this.#ports.keys()) if (to !== from) this.#carry(from, to, frame);
  }

  #carry(from: string, to: string, frame: Buffer): void {
    const port = this.#ports.get(to);
    if (port === undefined || port.admits?.(frame) === false) return;
    const fate = this.faults.fate(from, to);
    if (fate === 'lost') return;
    if (fate === 0) {
      port.deliver(frame);
      return;
    }
    const copy = Buffer.from(frame);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      port.deliver(copy);
    }, fate);
    this.#timers.add(timer);
  }

  #detach(name: string): void {
    this.#ports.delete(name);
    for (const [mac, port] of this.#home) if (port === name) this.#home.delete(mac);
  }
}
