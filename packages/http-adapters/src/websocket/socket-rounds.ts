import type { WebSocket } from "ws";

/** Answers to pings that the other side does not fetch. Bytes. */
const MOST_UNFETCHED = 65_536;

/** Asks the other sides whether they are there still, with one timer for all of them, and cuts those that are not. */
export class SocketRounds {
  private readonly sockets = new Map<WebSocket, { answered: boolean }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pingMs: number) {}

  add(socket: WebSocket): void {
    const state = { answered: true };
    this.sockets.set(socket, state);
    this.timer ??= setInterval(() => this.round(), this.pingMs).unref();
    socket.on("pong", () => (state.answered = true));
    // Pings that are sent without reading what is answered would fill the memory.
    socket.on("ping", (data) => {
      if (socket.bufferedAmount > MOST_UNFETCHED) socket.terminate();
      else socket.pong(data);
    });
    // A frame that is no frame, or too large: `ws` closes with the code for it, and the next round cuts who does not go.
    socket.on("error", () => undefined);
    socket.once("close", () => this.remove(socket));
  }

  private remove(socket: WebSocket): void {
    this.sockets.delete(socket);
    if (this.sockets.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private round(): void {
    for (const [socket, state] of this.sockets) {
      if (!state.answered || socket.readyState !== socket.OPEN) socket.terminate();
      else {
        state.answered = false;
        socket.ping();
      }
    }
  }
}
