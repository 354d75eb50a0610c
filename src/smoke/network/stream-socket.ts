import { createServer, type Server, type Socket } from 'node:net';
import { encodeFrame, FrameReader } from './frame-stream.ts';

/** More than this unsent means that the guest does not read: further frames are lost, as on a real wire. */
const LARGEST_BACKLOG = 8 * 1024 * 1024;

export interface StreamSocket {
  readonly path: string;
  /** Sends a frame to the QEMU at the other end; loses it when there is none. */
  readonly send: (frame: Buffer) => void;
  readonly close: () => Promise<void>;
}

/**
 * Listens on a unix socket for one QEMU's `-netdev stream,server=off` and hands on what it sends. A QEMU that
 * comes back (the same VM started anew) takes the place of the one before.
 */
export async function openStreamSocket(
  path: string,
  receive: (frame: Buffer) => void,
): Promise<StreamSocket> {
  let current: Socket | undefined;
  const server = createServer((socket) => {
    current?.destroy();
    current = socket;
    readFrames(socket, receive);
    socket.once('close', () => {
      if (current === socket) current = undefined;
    });
  });
  await listen(server, path);
  return {
    path,
    send: (frame) => {
      if (current !== undefined && current.writableLength < LARGEST_BACKLOG) {
        current.write(encodeFrame(frame));
      }
    },
    close: () => {
      current?.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function readFrames(socket: Socket, receive: (frame: Buffer) => void): void {
  const reader = new FrameReader();
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of reader.push(chunk)) receive(frame);
    } catch {
      socket.destroy();
    }
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
