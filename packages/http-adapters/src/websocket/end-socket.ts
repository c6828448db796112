import type { WebSocket } from "ws";

/** Who has not answered a close by then is cut. Milliseconds. */
const CLOSE_MS = 2_000;

/** Closes a socket, and does not wait for ever for the other side to agree. */
export function endSocket(socket: WebSocket, code: number, reason = ""): void {
  if (socket.readyState !== socket.OPEN) return;
  const timer = setTimeout(() => socket.terminate(), CLOSE_MS);
  socket.once("close", () => clearTimeout(timer));
  socket.close(code, reason);
}
