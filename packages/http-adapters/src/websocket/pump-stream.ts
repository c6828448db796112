import type { WebSocket } from "ws";
import { endSocket } from "./end-socket.js";

/** So much is handed to the socket before the next is asked for, however large a part of the stream is. Bytes. */
const PIECE_BYTES = 16_384;
const ENDED = 1_000;
const FAILED = 1_011;

/**
 * Sends a stream as binary frames, as fast as the other side takes it; where a frame ends means nothing. Never rejects. A stream that fails is
 * cut off: its end must not look like the whole.
 */
export async function pumpStream(socket: WebSocket, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    for await (const part of parts) {
      const bytes = typeof part === "string" ? Buffer.from(part) : part;
      for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES)
        await send(socket, bytes.subarray(at, at + PIECE_BYTES));
    }
    endSocket(socket, ENDED);
  } catch {
    // The other side has gone, or the page failed: that is on the host's log already.
    endSocket(socket, FAILED);
  }
}

/** Resolves when the system has it. */
function send(socket: WebSocket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}
