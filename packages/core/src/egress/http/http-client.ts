import type { HttpClientV1, HttpRequestV1, HttpResponseV1 } from "../../spec/connection/http-client.js";
import type { ChannelState } from "../channel/channel-state.js";
import type { Route, RouteEndpoint } from "../channel/route.js";
import type { DeadlineQueue } from "../../timing/deadline-queue.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import type { OpenTransfer } from "../transfer/open-transfer.js";
import { Call } from "./call.js";
import type { CallOwner } from "./call-owner.js";
import { CallsUnderWay } from "./calls-under-way.js";
import { findBelow } from "./find-below.js";
import type { Transport } from "./transport.js";
import type { TransportRegistry } from "./transport-registry.js";

/** CONNECT would open a tunnel to somewhere else. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/** An HTTP client of one channel. Everything that can be decided once was decided when the channel opened; a call looks it up. */
export class GuardedHttpClient implements HttpClientV1, CallOwner {
  private readonly underWay = new CallsUnderWay();
  private readonly transports = new Map<EndpointTarget, Transport>();

  constructor(
    private readonly state: ChannelState,
    private readonly registry: TransportRegistry,
    private readonly deadlines: DeadlineQueue,
  ) {}

  get channelId(): string {
    return this.state.channelId;
  }

  request(request: HttpRequestV1): Promise<HttpResponseV1> {
    // A throw inside becomes a rejection.
    return new Promise((resolve, reject) => this.begin(request, resolve, reject));
  }

  ended(call: Call): void {
    this.underWay.delete(call);
    this.deadlines.leave(call);
    if (call.transfer) call.transfer.callsUnderWay -= 1;
  }

  /** Ends every call under way and lets go of the connections. */
  close(): void {
    for (const call of this.underWay.latestFirst()) call.cancel("closed");
    for (const target of this.transports.keys()) this.registry.release(target);
    this.transports.clear();
  }

  /** Ends the calls under way that belong to a transfer. */
  closeTransfer(transfer: OpenTransfer): void {
    if (transfer.callsUnderWay === 0) return;
    for (const call of this.underWay.latestFirst()) if (call.transfer === transfer) call.cancel("transfer-closed");
  }

  private begin(
    request: HttpRequestV1,
    resolve: (response: HttpResponseV1) => void,
    reject: (error: Error) => void,
  ): void {
    const { state } = this;
    const route = state.route(request.operation);
    const { url } = request;
    const { endpoint, target, path } = url === undefined ? this.named(route, request) : this.found(route, request, url);
    const { method } = request;
    if (!METHODS.has(method)) throw state.refusal("url-invalid", route, endpoint);
    const headers = this.headersOf(route, endpoint, request.headers);
    const transfer = state.transferOf(route, request.transferId);
    const body = bodyOf(request.body);
    const transport = this.transportTo(target);
    const call = new Call(
      this,
      transport,
      route,
      endpoint.id,
      transfer,
      { method, path, headers, body },
      resolve,
      reject,
    );
    this.underWay.add(call);
    if (transfer) transfer.callsUnderWay += 1;
    const { timeoutMs } = request;
    const limitMs = timeoutMs !== undefined && timeoutMs < route.timeoutMs ? Math.max(1, timeoutMs) : route.timeoutMs;
    this.deadlines.enter(call, limitMs);
    transport.start(call);
  }

  private named(route: Route, request: HttpRequestV1): Destination {
    const { endpoint: name } = request;
    const endpoint = route.endpoints.find(({ id }) => id === name);
    if (!endpoint) throw this.state.refusal("endpoint-undeclared", route);
    if (endpoint.refusal !== undefined) throw this.state.refusal(endpoint.refusal, route, endpoint);
    const { target } = endpoint;
    if (target === undefined) throw this.state.refusal("endpoint-unset", route, endpoint);
    if (target.origin.scheme.way !== "http" || target.direction !== "connect") {
      throw this.state.refusal("endpoint-undeclared", route, endpoint);
    }
    const { path } = request;
    if (path === undefined) return { endpoint, target, path: target.pathPrefix === "" ? "/" : target.pathPrefix };
    // A string and nothing that turns into one, which could turn into another the second time.
    if (typeof path !== "string" || !this.state.guards.path(path))
      throw this.state.refusal("url-invalid", route, endpoint);
    return { endpoint, target, path: target.pathPrefix + path };
  }

  private transportTo(target: EndpointTarget): Transport {
    const known = this.transports.get(target);
    if (known) return known;
    const transport = this.registry.acquire(target);
    this.transports.set(target, transport);
    return transport;
  }

  private found(route: Route, request: HttpRequestV1, url: string): Destination {
    if (request.endpoint !== undefined || request.path !== undefined) throw this.state.refusal("url-invalid", route);
    const found = findBelow(url, route, this.state.guards);
    if (typeof found === "string") throw this.state.refusal(found, route);
    return found;
  }

  private headersOf(route: Route, endpoint: RouteEndpoint, headers: HttpRequestV1["headers"]): string[] {
    // Without it a server may choose any coding (RFC 9110 §12.5.3); answers are never decompressed.
    const list = ["accept-encoding", "identity"];
    if (headers === undefined) return list;
    const allowed = this.state.guards.header;
    for (const name of Object.keys(headers)) {
      const value = headers[name];
      if (value === undefined) continue;
      if (!allowed(name, value)) throw this.state.refusal("header-invalid", route, endpoint);
      list.push(name, value);
    }
    return list;
  }
}

interface Destination {
  readonly endpoint: RouteEndpoint;
  readonly target: EndpointTarget;
  readonly path: string;
}

function bodyOf(body: HttpRequestV1["body"]): Buffer | null {
  if (body === undefined) return null;
  return typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
