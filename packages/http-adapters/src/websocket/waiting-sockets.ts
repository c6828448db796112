import type { WebSocket } from "ws";
import { endSocket } from "./end-socket.js";

const MOST = 256;
const SAID_NOTHING = 4_408;
const SAID_TOO_MUCH = 4_400;

/** Sockets that have not said yet what they are for. There is room for so many: beyond it the one that waits longest makes room. */
export class WaitingSockets {
  private readonly waiting = new Map<WebSocket, NodeJS.Timeout>();

  constructor(private readonly firstFrameMs: number) {}

  /** @param onFirst - called with the first frame, once; a second one ends the socket. */
  add(socket: WebSocket, onFirst: (data: Buffer, isBinary: boolean) => void): void {
    const [oldest] = this.waiting.keys();
    if (this.waiting.size >= MOST && oldest !== undefined) this.cut(oldest);
    const timer = setTimeout(() => this.cut(socket), this.firstFrameMs);
    this.waiting.set(socket, timer);
    socket.once("close", () => this.leave(socket));
    socket.on("message", (data, isBinary) => {
      if (this.leave(socket) && Buffer.isBuffer(data)) onFirst(data, isBinary);
      else endSocket(socket, SAID_TOO_MUCH);
    });
  }

  private cut(socket: WebSocket): void {
    this.leave(socket);
    endSocket(socket, SAID_NOTHING);
  }

  private leave(socket: WebSocket): boolean {
    clearTimeout(this.waiting.get(socket));
    return this.waiting.delete(socket);
  }
}
