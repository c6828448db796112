import type { Duplex } from "node:stream";
import type { ListenerV1, SocketsV1 } from "@plugboard/core/spec";
import { type Peer, peerOf } from "../border/peer.js";
import type { Question } from "../border/questions.js";
import { Numbered } from "./numbered.js";
import { UnknownQuestionError } from "./unknown-question-error.js";

/** How the host speaks to the connector's process about sockets. */
export interface SocketLine {
  /** Resolves when the connector took it, so that a slow one holds its peer back. */
  ask(method: string, data: unknown): Promise<unknown>;
  tell(method: string, data: unknown): void;
}

/** The guarded sockets of all channels of one connector: opened by the host, used over the border byte by byte. */
export class SocketBroker {
  private readonly sockets = new Numbered<Duplex>();
  /** By the connector's number; nothing while one is being opened. Another map for every life of the process. */
  private listeners = new Map<number, ListenerV1 | undefined>();

  constructor(private readonly line: () => SocketLine) {}

  async connect(
    sockets: SocketsV1,
    request: Omit<Question<"socket-connect">, "channel">,
  ): Promise<{ socket: number; peer: Peer }> {
    const socket = await sockets.connect(request);
    return { socket: this.carry(socket), peer: peerOf(socket) };
  }

  /**
   * A connector does not wait for the answer, so what it wrote meanwhile stands behind this question: after a no the connection ends, and nothing
   * leaves for a transfer whose end is on record (G2, R12).
   */
  reuse(sockets: SocketsV1, { socket, ...request }: Omit<Question<"socket-reuse">, "channel">): void {
    try {
      sockets.reuse(this.socket(socket), request);
    } catch (error) {
      this.destroy({ socket });
      throw error;
    }
  }

  /** @throws {UnknownQuestionError} the number is taken, or the process went meanwhile. */
  async listen(
    sockets: SocketsV1,
    { listener: number, ...request }: Omit<Question<"socket-listen">, "channel">,
  ): Promise<{ address: string; port: number }> {
    const { listeners } = this;
    if (listeners.has(number)) throw new UnknownQuestionError();
    // Taken before it listens: another of this number is refused.
    listeners.set(number, undefined);
    const line = this.line();
    try {
      const listener = await sockets.listen({
        ...request,
        onConnection: (socket) =>
          line.tell("socket-accepted", { listener: number, socket: this.carry(socket), peer: peerOf(socket) }),
      });
      if (listeners !== this.listeners) {
        await listener.close();
        throw new UnknownQuestionError();
      }
      listeners.set(number, listener);
      return { address: listener.address, port: listener.port };
    } catch (error) {
      listeners.delete(number);
      throw error;
    }
  }

  async unlisten({ listener: number }: Question<"socket-unlisten">): Promise<void> {
    const listener = this.listeners.get(number);
    this.listeners.delete(number);
    await listener?.close();
  }

  write({ socket, bytes }: Question<"socket-write">): Promise<void> {
    const stream = this.socket(socket);
    return new Promise((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve())));
  }

  end({ socket }: Question<"socket-end">): Promise<void> {
    const stream = this.socket(socket);
    return new Promise((resolve) => stream.end(() => resolve()));
  }

  destroy({ socket }: Question<"socket-destroy">): void {
    this.sockets.take(socket)?.destroy();
  }

  /** The connector's process is gone: what it held ends. */
  async clear(): Promise<void> {
    for (const socket of this.sockets.clear()) socket.destroy();
    const listeners = [...this.listeners.values()];
    this.listeners = new Map();
    await Promise.all(listeners.map(async (listener) => listener?.close()));
  }

  private socket(number: number): Duplex {
    const socket = this.sockets.get(number);
    if (socket === undefined) throw new UnknownQuestionError();
    return socket;
  }

  private carry(socket: Duplex): number {
    const line = this.line();
    const number = this.sockets.add(socket);
    // It ends when the connector has read that the peer did, as a socket of its own would: what it answers to the last words still leaves.
    socket.allowHalfOpen = true;
    socket.on("data", (bytes: Uint8Array) => {
      socket.pause();
      line.ask("socket-data", { socket: number, bytes }).then(
        () => socket.resume(),
        () => socket.destroy(),
      );
    });
    socket.on("end", () => line.tell("socket-ended", { socket: number }));
    socket.on("error", () => line.tell("socket-failed", { socket: number }));
    socket.on("close", () => {
      this.sockets.take(number);
      line.tell("socket-closed", { socket: number });
    });
    return number;
  }
}
