import type { CheckedAddressV1, ListenRequestV1, ListenerV1, SocketRequestV1, SocketsV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { Link } from "../border/link.js";
import { type Peer, peerSchema } from "../border/peer.js";
import { RemoteSocket } from "./remote-socket.js";

const idSchema = z.object({ socket: z.int() });
const openedSchema = z.object({ socket: z.int(), peer: peerSchema });
const dataSchema = z.object({ socket: z.int(), bytes: z.instanceof(Uint8Array) });
const listenerSchema = z.object({ address: z.string(), port: z.int() });
const acceptedSchema = z.object({ listener: z.int(), socket: z.int(), peer: peerSchema });

/** The sockets of a connector's process: each is the host's, used over the border. */
export class RemoteSockets {
  private readonly sockets = new Map<number, RemoteSocket>();
  private readonly listeners = new Map<number, ListenRequestV1["onConnection"]>();
  private lastListener = 0;

  constructor(private readonly link: () => Link) {}

  /** The `sockets` of one channel's connection. */
  of(channel: number): SocketsV1 {
    return {
      connect: async (request: SocketRequestV1) => {
        const { socket, peer } = openedSchema.parse(await this.link().ask("socket-connect", { channel, ...request }));
        return this.open(socket, peer);
      },
      reuse: (socket, request) => {
        if (!(socket instanceof RemoteSocket)) throw new TypeError("not a socket of this connection");
        // In order with what is written after it, which goes nowhere once the host said no.
        this.link()
          .ask("socket-reuse", { channel, socket: socket.number, ...request })
          .catch((error: unknown) => socket.destroy(error instanceof Error ? error : new Error("refused")));
      },
      check: async (request) => (await this.link().ask("socket-check", { channel, ...request })) as CheckedAddressV1,
      listen: async (request: ListenRequestV1): Promise<ListenerV1> => {
        const { operation, endpoint } = request;
        const listener = (this.lastListener += 1);
        // Before it listens: a peer may come at once.
        this.listeners.set(listener, (socket) => request.onConnection(socket));
        const { address, port } = listenerSchema.parse(await this.asked(listener, { channel, operation, endpoint }));
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

  private async asked(listener: number, place: object): Promise<unknown> {
    try {
      return await this.link().ask("socket-listen", { ...place, listener });
    } catch (error) {
      this.listeners.delete(listener);
      throw error;
    }
  }

  /** Bytes of the peer. */
  data(data: unknown): Promise<void> | undefined {
    const { socket, bytes } = dataSchema.parse(data);
    return this.sockets.get(socket)?.receive(bytes);
  }

  told(method: string, data: unknown): void {
    if (method === "socket-accepted") {
      const { listener, socket, peer } = acceptedSchema.parse(data);
      const onConnection = this.listeners.get(listener);
      // Nobody listens any more: the peer is not left waiting.
      if (onConnection === undefined) this.open(socket, peer).destroy();
      else onConnection(this.open(socket, peer));
      return;
    }
    const { socket: number } = idSchema.parse(data);
    const socket = this.sockets.get(number);
    if (method === "socket-ended") socket?.peerEnded();
    if (method === "socket-failed") socket?.destroy(new Error("the connection failed"));
    if (method === "socket-closed") {
      this.sockets.delete(number);
      socket?.hostClosed();
    }
  }

  private open(number: number, peer: Peer): RemoteSocket {
    const socket = new RemoteSocket(number, peer, this.link);
    this.sockets.set(number, socket);
    socket.once("close", () => this.sockets.delete(number));
    return socket;
  }
}
