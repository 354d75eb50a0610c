import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes of a file, first and last included. */
export interface FilePart {
  readonly handle: FileHandle;
  readonly first: number;
  readonly last: number;
}

/** The two ends of a request. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Large enough for few turns of the event loop, small enough for a processor's cache. */
const pieceSize = 512 * 1024;

/**
 * Writes a part of a file after the head of an answer, and ends it. Two pieces of memory are used over and over: while
 * one is on its way to the peer the next is read, and never more. A file that became shorter or cannot be read breaks
 * the connection off, so that nobody takes what came for the whole. Closes the handle.
 */
export async function pumpFile(exchange: Exchange, part: FilePart): Promise<void> {
  try {
    await writePieces(exchange, part);
    exchange.response.end();
  } catch {
    exchange.request.socket.destroy();
  } finally {
    await part.handle.close();
  }
}

async function writePieces(exchange: Exchange, { handle, first, last }: FilePart): Promise<void> {
  const size = Math.min(pieceSize, last - first + 1);
  let [free, busy] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let written: Promise<void> = Promise.resolve();
  for (let position = first; position <= last; ) {
    const { bytesRead } = await handle.read(free, 0, Math.min(size, last - position + 1), position);
    await written;
    if (bytesRead === 0) throw new Error('the file became shorter');
    written = writePiece(exchange, free.subarray(0, bytesRead));
    position += bytesRead;
    [free, busy] = [busy, free];
  }
  await written;
}

/** Done when the kernel has all of it; fails when the peer goes, also while an answer before this one is under way. */
function writePiece({ request, response }: Exchange, piece: Buffer): Promise<void> {
  const { socket } = request;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // It is waited for only when the next piece has been read.
  promise.catch(() => undefined);
  const leave = () => reject(new Error('the peer has gone'));
  socket.once('close', leave);
  if (socket.destroyed) leave();
  response.write(piece, (error) => {
    socket.off('close', leave);
    if (error) reject(error);
    else resolve();
  });
  return promise;
}
