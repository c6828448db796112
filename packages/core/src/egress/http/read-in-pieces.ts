import type { Socket } from "node:net";

const PIECE_BYTES = 2_048;

/**
 * Has undici read a socket in small pieces, and not at all once it is destroyed. For every header beyond its limit undici makes an
 * error with a stack, to the end of the piece it is reading: 64 KB of short headers from one bad server would hold up everybody for a
 * tenth of a second.
 * @param onRead - told the size of each piece before undici has it; may destroy the socket.
 */
export function readInPieces(socket: Socket, onRead: (bytes: number) => void): Socket {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  const isGone = (): boolean => socket.destroyed;
  socket.read = (size?: number): unknown => {
    if (isGone()) return null;
    const piece = read(size ?? (socket.readableLength > PIECE_BYTES ? PIECE_BYTES : undefined));
    if (piece === null) return null;
    onRead(piece.length);
    return isGone() ? null : piece;
  };
  return socket;
}
