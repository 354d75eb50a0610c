import type { Acceleration } from '../acceleration.ts';
import { GuestConsole, type SeenEvent } from '../console/guest-console.ts';
import { type VmMachine, vmArguments } from '../qemu/machine.ts';
import { type QemuExit, type QemuProcess, startQemu } from '../qemu/process.ts';
import { Qmp } from '../qemu/qmp.ts';
import { kernelLine } from './kernel-line.ts';
import type { LabNode } from './lab-node.ts';

export interface VmSetup {
  readonly node: LabNode;
  readonly program: string;
  readonly acceleration: Acceleration;
  /** Everything of the machine that does not change from boot to boot. */
  readonly machine: Omit<VmMachine, 'boot' | 'clock' | 'acceleration'>;
  /** Makes the disk anew, as before the first boot. */
  readonly freshDisk: () => Promise<void>;
  readonly notice: (text: string) => void;
}

export interface StartOptions {
  /** How far the VM's hardware clock is from the host's. */
  readonly clockOffsetSeconds?: number;
}

/** From here on systemd itself takes the next boot for no first one: it commits the machine id. */
const FIRST_BOOT_DONE = 'target first-boot-complete.target';

/** One VM of a lab. Its disk stays from start to start, as a real machine's does. */
export class LabVm {
  readonly name: string;
  readonly console: GuestConsole;
  readonly #setup: VmSetup;
  #qemu: QemuProcess | undefined;
  #qmp: Qmp | undefined;
  #options: StartOptions = {};
  #firstBootDone = false;
  #panics = 0;
  #asked = false;
  #reset = false;

  constructor(setup: VmSetup) {
    this.#setup = setup;
    this.name = setup.node.name;
    this.console = new GuestConsole(this.name);
    this.console.onEvent((event) => this.#watch(event));
  }

  get running(): boolean {
    return this.#qemu !== undefined;
  }

  /** How often it was started anew after the guest's kernel panicked. */
  get panics(): number {
    return this.#panics;
  }

  /** Switches the VM on. Resolves when QEMU runs, not when the guest is up. */
  async start(options: StartOptions = {}): Promise<void> {
    if (this.#qemu !== undefined) throw new Error(`${this.name} runs already`);
    this.#options = options;
    this.#asked = false;
    this.#reset = false;
    this.console.beginBoot();
    const qemu = startQemu(this.#setup.program, vmArguments(this.#machine()));
    this.#qemu = qemu;
    qemu.output.on('data', (chunk: Buffer) => this.console.write(chunk));
    qemu.exited.then((exit) => this.#ended(qemu, exit));
    const gone = qemu.exited.then(() => undefined);
    this.#qmp = await Promise.race([Qmp.connect(this.#setup.machine.controlSocket), gone]);
    this.#qmp?.onEvent(({ event, data }) => {
      if (event === 'SHUTDOWN') this.#reset = data.reason === 'guest-reset';
    });
  }

  /** Takes the power away, at once. What the guest had not flushed to its disk is lost. */
  async powerCut(): Promise<void> {
    this.#asked = true;
    this.#qmp?.close();
    const qemu = this.#qemu;
    await qemu?.kill();
    this.#qemu = undefined;
  }

  /** Presses the power button and waits until the guest has shut down; takes the power after `seconds`. */
  async shutDown(seconds: number): Promise<void> {
    const qemu = this.#qemu;
    if (qemu === undefined) return;
    this.#asked = true;
    await this.#qmp?.execute('system_powerdown');
    const timer = setTimeout(() => void this.powerCut(), seconds * 1000);
    await qemu.exited;
    clearTimeout(timer);
  }

  /** Stops the VM's processors, as a host that hangs does; `resume` lets them go on. */
  async pause(): Promise<void> {
    await this.#qmp?.execute('stop');
  }

  async resume(): Promise<void> {
    await this.#qmp?.execute('cont');
  }

  #machine(): VmMachine {
    const { node, machine, acceleration } = this.#setup;
    const kernel = node.image.kernel;
    const offset = this.#options.clockOffsetSeconds;
    const hasImages = machine.images !== undefined;
    const line = kernelLine(node.document.format, !this.#firstBootDone, hasImages);
    return {
      ...machine,
      acceleration,
      ...(kernel === undefined ? {} : { boot: { ...kernel, line } }),
      ...(offset === undefined ? {} : { clock: Date.now() + offset * 1000 }),
    };
  }

  #watch(event: SeenEvent): void {
    if (event.source === 'login' || event.step === FIRST_BOOT_DONE) this.#firstBootDone = true;
    if (event.source === 'panic') void this.#startAnew(event.detail ?? '');
  }

  /** Emulation itself can make a guest's kernel panic (facts/smoke.md): one more try, and it is said. */
  async #startAnew(detail: string): Promise<void> {
    this.#panics += 1;
    if (this.#panics > 1) {
      this.console.fail(`the guest's kernel panicked for the second time: ${detail}`);
      return;
    }
    const first = this.console.boot === 1;
    const disk = first ? 'with a fresh disk' : 'with the same disk';
    this.#setup.notice(`${this.name}: guest kernel panic (${detail}); started anew once, ${disk}`);
    await this.powerCut();
    if (first) await this.#setup.freshDisk();
    await this.start(this.#options);
  }

  async #ended(qemu: QemuProcess, exit: QemuExit): Promise<void> {
    if (this.#qemu !== qemu) return;
    this.#qemu = undefined;
    this.#qmp?.close();
    if (this.#asked) return;
    if (this.#reset) {
      this.#setup.notice(`${this.name}: the guest reboots`);
      await this.start(this.#options);
    } else if (exit.code === 0) {
      this.console.fail('the guest shut itself down');
    } else {
      this.console.fail(`QEMU ended (${exit.signal ?? exit.code}): ${exit.complaint}`);
    }
  }
}
