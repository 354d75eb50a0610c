import { type QemuProcess, startQemu } from '../qemu/process.ts';
import { Qmp } from '../qemu/qmp.ts';
import { SmokeError } from '../smoke-error.ts';
import { freePort } from './free-port.ts';

/** The address and the MAC that QEMU's user network has in its default range (libslirp). */
export const GATEWAY_ADDRESS = '10.0.2.2';
export const GATEWAY_MAC = '52550a000202';

export interface GatewayOptions {
  readonly program: string;
  readonly netSocket: string;
  readonly controlSocket: string;
}

export interface Gateway {
  /** Opens a port on the host's loopback address that leads to a guest's own address; returns the port. */
  readonly forward: (address: string, port: number) => Promise<number>;
  readonly exited: QemuProcess['exited'];
  readonly close: () => Promise<void>;
}

/**
 * A QEMU without a machine: only its user network, joined to the switch. Guests reach the host's loopback
 * address as 10.0.2.2. Forwarded connections come to a guest from 10.0.2.2, whatever subnet the guest is in:
 * libslirp asks for any address by ARP and does not care whether it lies in the user network's own range.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const qemu = startQemu(options.program, [
    ...['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none'],
    ...['-netdev', 'user,id=user,net=10.0.2.0/24,ipv6=off'],
    ...['-netdev', 'hubport,id=left,hubid=0,netdev=user'],
    '-netdev',
    `stream,id=wire,server=off,addr.type=unix,addr.path=${options.netSocket}`,
    ...['-netdev', 'hubport,id=right,hubid=0,netdev=wire'],
    ...['-qmp', `unix:${options.controlSocket},server=on,wait=off`],
  ]);
  const qmp = await Promise.race([
    Qmp.connect(options.controlSocket),
    qemu.exited.then(({ complaint }) => {
      throw new SmokeError(`the lab's gateway did not start: ${complaint}`);
    }),
  ]);
  const forwards = new Map<string, number>();
  return {
    exited: qemu.exited,
    forward: async (address, port) => {
      const target = `${address}:${port}`;
      const local = forwards.get(target) ?? (await forwardOn(qmp, target));
      forwards.set(target, local);
      return local;
    },
    close: async () => {
      qmp.close();
      await qemu.kill();
    },
  };
}

async function forwardOn(qmp: Qmp, target: string): Promise<number> {
  const local = await freePort();
  const complaint = await qmp.monitor(`hostfwd_add user tcp:127.0.0.1:${local}-${target}`);
  if (complaint.trim() !== '') throw new SmokeError(`no way to ${target}: ${complaint.trim()}`);
  return local;
}
