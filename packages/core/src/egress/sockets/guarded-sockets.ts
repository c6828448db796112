import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type {
  CheckedAddressV1,
  ListenerV1,
  ListenRequestV1,
  SocketRequestV1,
  SocketsV1,
} from "../../spec/connection/sockets.js";
import { TransferFailedError } from "../../spec/errors/transfer-failed-error.js";
import type { ChannelState } from "../channel/channel-state.js";
import type { Route, RouteEndpoint } from "../channel/route.js";
import { classifyFailure } from "../classify-failure.js";
import { DialGroup } from "../dial/dial-group.js";
import type { Dialer } from "../dial/dialer.js";
import type { Place } from "../dial/place.js";
import { RefusedAddress } from "../dial/refused-address.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import { errorCodeOf } from "../error-code-of.js";
import type { OpenTransfer } from "../transfer/open-transfer.js";
import { TransportFault } from "../transport-fault.js";
import { startListener } from "./start-listener.js";

/** The sockets of one channel: made for declared endpoints only, and gone when the channel closes. */
export class GuardedSockets implements SocketsV1 {
  /** Each with the endpoint it was opened to. By what plugins know of them. */
  private readonly sockets = new Map<Duplex, { readonly socket: Socket; readonly endpointId: string }>();
  private readonly dials = new DialGroup();
  private readonly listeners = new Set<ListenerV1>();

  constructor(
    private readonly state: ChannelState,
    private readonly dialer: Dialer,
    private readonly trustedCertificates: readonly string[] | undefined,
  ) {}

  async connect(request: SocketRequestV1): Promise<Duplex> {
    const { route, endpoint, target } = this.destination(request, "connect");
    const transfer = this.state.transferOf(route, request.transferId);
    const socket = await this.dialer
      .dial(placeOf(target), limitOf(route, request), this.dials)
      .catch((error: unknown) => Promise.reject(this.failure(error, route, endpoint)));
    const ended = this.endedMeanwhile(transfer, request, route, endpoint);
    if (ended !== undefined) {
      socket.destroy();
      throw ended;
    }
    this.keep(socket, endpoint.id);
    transfer?.handedOut(socket);
    return socket;
  }

  reuse(socket: Duplex, request: { readonly operation: string; readonly transferId?: string }): void {
    const route = this.state.route(request.operation);
    const transfer = this.state.transferOf(route, request.transferId);
    const own = this.sockets.get(socket);
    if (own === undefined) throw this.state.refusal("endpoint-undeclared", route);
    this.endpointOf(route, own.endpointId);
    transfer?.handedOut(own.socket);
  }

  async check(request: SocketRequestV1): Promise<CheckedAddressV1> {
    const { route, endpoint, target } = this.destination(request, "connect");
    const transfer = this.state.transferOf(route, request.transferId);
    const [{ address }] = await this.dialer
      .check(placeOf(target), limitOf(route, request), this.dials)
      .catch((error: unknown) => Promise.reject(this.failure(error, route, endpoint)));
    const ended = this.endedMeanwhile(transfer, request, route, endpoint);
    if (ended !== undefined) throw ended;
    // Whoever asks is about to connect, and what it sends then is out of sight.
    transfer?.sent(0);
    const { origin } = target;
    return {
      address,
      port: origin.port,
      servername: origin.host,
      tls: origin.scheme.secure,
      ...(this.trustedCertificates === undefined ? {} : { trustedCertificates: this.trustedCertificates }),
    };
  }

  async listen(request: ListenRequestV1): Promise<ListenerV1> {
    const { route, endpoint, target } = this.destination(request, "listen");
    const { host, port } = target.origin;
    const listener = await startListener(host, port, (socket) => request.onConnection(socket)).catch((error: unknown) =>
      Promise.reject(this.failure(error, route, endpoint)),
    );
    this.listeners.add(listener);
    if (this.state.closed) {
      await listener.close();
      throw this.state.refusal("closed", route, endpoint);
    }
    return listener;
  }

  /** Destroys every socket and listener of the channel. */
  async close(): Promise<void> {
    this.dials.cancel();
    for (const { socket } of this.sockets.values()) socket.destroy();
    await Promise.all([...this.listeners].map((listener) => listener.close()));
  }

  private destination(
    request: { readonly operation: string; readonly endpoint: string },
    direction: "connect" | "listen",
  ): { route: Route; endpoint: RouteEndpoint; target: EndpointTarget } {
    const route = this.state.route(request.operation);
    const endpoint = this.endpointOf(route, request.endpoint);
    const { target } = endpoint;
    if (!target) throw this.state.refusal("endpoint-unset", route, endpoint);
    // HTTP goes through the HTTP client, where answers are bounded and calls are timed.
    if (target.direction !== direction || target.origin.scheme.way !== "socket") {
      throw this.state.refusal("endpoint-undeclared", route, endpoint);
    }
    return { route, endpoint, target };
  }

  /**
   * Channel and transfer can end while a connection is made: what was sent over it then would be in no receipt, and the next attempt sends it again.
   * @returns why nothing may be handed out any more.
   */
  private endedMeanwhile(
    transfer: OpenTransfer | undefined,
    { transferId }: SocketRequestV1,
    route: Route,
    endpoint: RouteEndpoint,
  ): Error | undefined {
    if (this.state.closed) return this.state.refusal("closed", route, endpoint);
    if (transfer === undefined || this.state.transfers.get(transferId ?? "") === transfer) return undefined;
    return this.state.refusal("transfer-closed", route, endpoint);
  }

  /** @throws {EgressRefusedError} the operation does not list it, or may not use it. */
  private endpointOf(route: Route, endpointId: string): RouteEndpoint {
    const endpoint = route.endpoints.find(({ id }) => id === endpointId);
    if (!endpoint) throw this.state.refusal("endpoint-undeclared", route);
    if (endpoint.refusal !== undefined) throw this.state.refusal(endpoint.refusal, route, endpoint);
    return endpoint;
  }

  private keep(socket: Socket, endpointId: string): void {
    this.sockets.set(socket, { socket, endpointId });
    socket.once("close", () => this.sockets.delete(socket));
  }

  private failure(error: unknown, route: Route, endpoint: RouteEndpoint): Error {
    if (error instanceof RefusedAddress) return this.state.refusal("address-private", route, endpoint);
    if (this.state.closed) return this.state.refusal("closed", route, endpoint);
    const code = errorCodeOf(error);
    const { reason, party } = classifyFailure(code, false);
    return new TransferFailedError(
      reason,
      {
        requestSent: false,
        party,
        operation: route.operation,
        endpoint: endpoint.id,
        channelId: this.state.channelId,
      },
      { cause: new TransportFault(code) },
    );
  }
}

/** Sockets are few and long-lived: no session is kept between them. */
function placeOf({ origin, trusted }: EndpointTarget): Place {
  return { origin, trusted, session: undefined };
}

function limitOf(route: Route, { timeoutMs }: SocketRequestV1): number {
  // By comparison, so that what is no number leaves the operation's own limit.
  return timeoutMs !== undefined && timeoutMs < route.timeoutMs ? Math.max(1, timeoutMs) : route.timeoutMs;
}
