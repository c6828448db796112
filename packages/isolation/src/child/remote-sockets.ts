import { Duplex } from "node:stream";
import type { CheckedAddressV1, ListenRequestV1, ListenerV1, SocketRequestV1, SocketsV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { Link } from "../border/link.js";

const idSchema = z.object({ socket: z.int() });
const dataSchema = z.object({ socket: z.int(), bytes: z.instanceof(Uint8Array) });
const listenerSchema = z.object({ listener: z.int(), address: z.string(), port: z.int() });
const acceptedSchema = z.object({ listener: z.int(), socket: z.int() });

class RemoteSocket extends Duplex {
  private taken: (() => void) | undefined;

  constructor(
    readonly number: number,
    private readonly link: () => Link,
  ) {
    super();
  }

  /** Resolves when the reader wants more: until then the host holds the peer back. */
  receive(bytes: Uint8Array): Promise<void> | undefined {
    if (this.push(bytes)) return undefined;
    return new Promise((resolve) => (this.taken = resolve));
  }

  override _read(): void {
    this.taken?.();
    this.taken = undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.link()
      .ask("socket-write", { socket: this.number, bytes: chunk })
      .then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    this.link()
      .ask("socket-end", { socket: this.number })
      .then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.taken?.();
    this.link()
      .ask("socket-destroy", { socket: this.number })
      .then(
        () => done(error),
        () => done(error),
      );
  }
}

/** The sockets of a connector's process: each is the host's, used over the border. */
export class RemoteSockets {
  private readonly sockets = new Map<number, RemoteSocket>();
  private readonly listeners = new Map<number, ListenRequestV1["onConnection"]>();

  constructor(private readonly link: () => Link) {}

  /** The `sockets` of one channel's connection. */
  of(channel: number): SocketsV1 {
    return {
      connect: async (request: SocketRequestV1) => {
        const { socket } = idSchema.parse(await this.link().ask("socket-connect", { channel, ...request }));
        return this.open(socket);
      },
      reuse: (socket, request) => {
        if (!(socket instanceof RemoteSocket)) throw new TypeError("not a socket of this connection");
        // In order with what is written after it.
        void this.link().ask("socket-reuse", { channel, socket: socket.number, ...request });
      },
      check: async (request) => (await this.link().ask("socket-check", { channel, ...request })) as CheckedAddressV1,
      listen: async (request: ListenRequestV1): Promise<ListenerV1> => {
        const { operation, endpoint } = request;
        const answer = await this.link().ask("socket-listen", { channel, operation, endpoint });
        const { listener, address, port } = listenerSchema.parse(answer);
        this.listeners.set(listener, (socket) => request.onConnection(socket));
        return {
          address,
          port,
          close: async () => {
            this.listeners.delete(listener);
            await this.link().ask("socket-unlisten", { listener });
          },
        };
      },
    };
  }

  /** Bytes of the peer. */
  data(data: unknown): Promise<void> | undefined {
    const { socket, bytes } = dataSchema.parse(data);
    return this.sockets.get(socket)?.receive(bytes);
  }

  told(method: string, data: unknown): void {
    if (method === "socket-accepted") {
      const { listener, socket } = acceptedSchema.parse(data);
      this.listeners.get(listener)?.(this.open(socket));
      return;
    }
    const { socket: number } = idSchema.parse(data);
    const socket = this.sockets.get(number);
    if (method === "socket-ended") socket?.push(null);
    if (method === "socket-failed") socket?.destroy(new Error("the connection failed"));
    if (method === "socket-closed") {
      this.sockets.delete(number);
      socket?.destroy();
    }
  }

  private open(number: number): RemoteSocket {
    const socket = new RemoteSocket(number, this.link);
    this.sockets.set(number, socket);
    socket.once("close", () => this.sockets.delete(number));
    return socket;
  }
}
