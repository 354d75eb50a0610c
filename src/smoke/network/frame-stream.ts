const HEADER_BYTES = 4;
const LARGEST_FRAME = 0x1_0000 + 128;

/**
 * One Ethernet frame as QEMU's stream sockets carry it: its length in 4 bytes, big-endian, then the frame
 * (net/stream.c and net/net.c `net_fill_rstate` in QEMU's source).
 */
export function encodeFrame(frame: Uint8Array): Buffer {
  const packet = Buffer.allocUnsafe(HEADER_BYTES + frame.length);
  packet.writeUInt32BE(frame.length, 0);
  packet.set(frame, HEADER_BYTES);
  return packet;
}

/** Cuts a byte stream into frames, however the bytes are split into chunks. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete with this chunk. Throws on a length that no frame can have. */
  push(chunk: Buffer): Buffer[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Buffer[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(at);
      if (length > LARGEST_FRAME)
        throw new Error(`a frame of ${length} bytes: the stream is broken`);
      if (bytes.length - at - HEADER_BYTES < length) break;
      frames.push(bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length));
      at += HEADER_BYTES + length;
    }
    this.#rest = bytes.subarray(at);
    return frames;
  }
}
