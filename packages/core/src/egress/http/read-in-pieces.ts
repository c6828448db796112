import type { Socket } from "node:net";

const PIECE_BYTES = 2_048;

/**
 * Has undici read a socket in small pieces, and not at all once it is destroyed. For every header beyond its limit undici makes an
 * error with a stack, to the end of the piece it is reading: 64 KB of short headers from one bad server would hold up everybody for a
 * tenth of a second.
 */
export function readInPieces(socket: Socket): Socket {
  const read = socket.read.bind(socket) as (size?: number) => unknown;
  socket.read = (size?: number): unknown => {
    if (socket.destroyed) return null;
    return read(size ?? (socket.readableLength > PIECE_BYTES ? PIECE_BYTES : undefined));
  };
  return socket;
}
