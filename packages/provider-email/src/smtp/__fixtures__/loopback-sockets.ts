import { connect as connectTcp, createServer, type AddressInfo, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Duplex } from "node:stream";
import {
  type CheckedAddressV1,
  EgressRefusedError,
  type ListenerV1,
  type ListenRequestV1,
  type SocketRequestV1,
  type SocketsV1,
  TransferFailedError,
} from "@plugboard/core/spec";
import { testAuthority } from "./test-certificates.js";

export interface LoopbackEndpoint {
  readonly port: number;
  readonly tls?: boolean;
}

/** SocketsV1 for tests: reaches nothing but 127.0.0.1 and keeps a record of what was asked. */
export class LoopbackSockets implements SocketsV1 {
  readonly requests: SocketRequestV1[] = [];
  /** Which transfers used a connection that was kept. */
  readonly reused: { readonly operation: string; readonly transferId?: string }[] = [];
  readonly open = new Set<Socket>();
  /** Instead of a real connection. */
  substitute: (() => Duplex) | undefined;

  constructor(private readonly endpoints: Readonly<Record<string, LoopbackEndpoint>>) {}

  async connect(request: SocketRequestV1): Promise<Duplex> {
    this.requests.push(request);
    const endpoint = this.endpointOf(request);
    if (this.substitute !== undefined) return this.substitute();
    return await new Promise<Duplex>((resolve, reject) => {
      const target = { host: "127.0.0.1", port: endpoint.port };
      const socket =
        endpoint.tls === true
          ? connectTls({ ...target, servername: "localhost", ca: testAuthority }, () => resolve(socket))
          : connectTcp(target, () => resolve(socket));
      this.open.add(socket);
      socket.once("close", () => this.open.delete(socket));
      socket.once("error", (cause: NodeJS.ErrnoException) => {
        const reason = cause.code === "ECONNREFUSED" ? "connection-refused" : endpoint.tls ? "tls" : "connection-lost";
        reject(new TransferFailedError(reason, { requestSent: false, party: "network" }, { cause }));
      });
    });
  }

  reuse(_socket: Duplex, request: { readonly operation: string; readonly transferId?: string }): void {
    this.reused.push(request);
  }

  async check(request: SocketRequestV1): Promise<CheckedAddressV1> {
    const endpoint = this.endpointOf(request);
    return {
      address: "127.0.0.1",
      port: endpoint.port,
      servername: "localhost",
      tls: endpoint.tls ?? false,
      trustedCertificates: [testAuthority],
    };
  }

  async listen(request: ListenRequestV1): Promise<ListenerV1> {
    const server = createServer((socket) => {
      this.open.add(socket);
      socket.once("close", () => this.open.delete(socket));
      request.onConnection(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      address: "127.0.0.1",
      port,
      close: async () => {
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          for (const socket of this.open) socket.destroy();
        });
      },
    };
  }

  private endpointOf(request: SocketRequestV1): LoopbackEndpoint {
    const endpoint = this.endpoints[request.endpoint];
    if (endpoint === undefined) throw new EgressRefusedError("endpoint-unset", { endpoint: request.endpoint });
    return endpoint;
  }
}
