import { join } from 'node:path';
import { EthernetSwitch, type SwitchPort } from './ethernet-switch.ts';
import { GATEWAY_ADDRESS, GATEWAY_MAC, type Gateway, startGateway } from './gateway.ts';
import { createGatewayFilter } from './gateway-filter.ts';
import type { LinkFaults } from './link-faults.ts';
import { ipv4FromText } from './packets.ts';
import { createRouter, type Router } from './router.ts';
import { openStreamSocket, type StreamSocket } from './stream-socket.ts';
import { answerTime, asksTime } from './time-answer.ts';

export interface NetworkOptions {
  /** A short folder path: unix sockets are made in it. */
  readonly folder: string;
  readonly program: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly mac: string;
    readonly addresses: readonly string[];
  }[];
  /** TCP ports of the host's loopback address that guests may dial at 10.0.2.2. */
  readonly hostPorts: readonly number[];
  /** Gateway addresses of the documents' subnets. */
  readonly routers?: readonly string[];
  readonly routes?: readonly { readonly network: string; readonly via: string }[];
  readonly seed?: number;
}

export interface LabNetwork {
  /** The unix socket that this node's QEMU connects to. */
  readonly socketOf: (node: string) => string;
  /** Cuts, delays and losses; ports are named after the nodes, and "gateway" and "router". */
  readonly faults: LinkFaults;
  readonly allowHostPort: (port: number) => void;
  /** A loopback port of the host that leads to this guest address and port. */
  readonly forward: Gateway['forward'];
  /** Addresses outside of the lab that guests tried to reach, with the number of packets. */
  readonly refused: Router['refused'];
  readonly close: () => Promise<void>;
}

/** One Ethernet for all VMs of a lab, with the host's services at 10.0.2.2, and no other way out. */
export async function startNetwork(options: NetworkOptions): Promise<LabNetwork> {
  const fabric = new EthernetSwitch(options.seed ?? 1);
  const sockets = new Map<string, StreamSocket>();
  for (const { name } of options.nodes) sockets.set(name, await attachGuest(fabric, options, name));

  const filter = createGatewayFilter(ipv4FromText(GATEWAY_ADDRESS), options.hostPorts);
  const gatewaySocket = await attachGateway(fabric, options.folder, filter.admits);
  const router = attachRouter(fabric, options);
  const gateway = await startGateway({
    program: options.program,
    netSocket: gatewaySocket.path,
    controlSocket: join(options.folder, 'gateway.qmp'),
  });
  return {
    socketOf: (node) => join(options.folder, `${node}.net`),
    faults: fabric.faults,
    allowHostPort: filter.allow,
    forward: gateway.forward,
    refused: router.refused,
    close: async () => {
      await gateway.close();
      fabric.close();
      for (const socket of [...sockets.values(), gatewaySocket]) await socket.close();
    },
  };
}

async function attachGuest(
  fabric: EthernetSwitch,
  options: NetworkOptions,
  name: string,
): Promise<StreamSocket> {
  const path = join(options.folder, `${name}.net`);
  const socket = await openStreamSocket(path, (frame) => port.receive(frame));
  const port: SwitchPort = fabric.attach(name, { deliver: socket.send });
  return socket;
}

/** The gateway answers NTP by itself: guests may set their clock by 10.0.2.2. */
async function attachGateway(
  fabric: EthernetSwitch,
  folder: string,
  admits: (frame: Buffer) => boolean,
): Promise<StreamSocket> {
  const address = ipv4FromText(GATEWAY_ADDRESS);
  const socket = await openStreamSocket(join(folder, 'gateway.net'), (frame) =>
    port.receive(frame),
  );
  const port: SwitchPort = fabric.attach('gateway', {
    admits: (frame) => admits(frame) || asksTime(frame, address),
    deliver: (frame) => {
      if (asksTime(frame, address)) port.receive(answerTime(frame, Date.now()));
      else socket.send(frame);
    },
  });
  return socket;
}

function attachRouter(fabric: EthernetSwitch, options: NetworkOptions): Router {
  const neighbours = new Map([[GATEWAY_ADDRESS, GATEWAY_MAC]]);
  for (const node of options.nodes) {
    for (const address of node.addresses) neighbours.set(address.split('/')[0] ?? '', node.mac);
  }
  const router = createRouter(
    {
      addresses: options.routers ?? [],
      neighbours,
      ...(options.routes === undefined ? {} : { routes: options.routes }),
    },
    () => port,
  );
  const port = fabric.attach('router', { deliver: router.deliver });
  return router;
}
