import type { HttpClientV1 } from "../../spec/connection/http-client.js";
import type { SocketsV1 } from "../../spec/connection/sockets.js";
import type { ChannelEgress } from "../channel-egress.js";
import type { OpenChannelEgress } from "../egress.js";
import type { ResolvedEndpoint } from "../endpoint/resolved-endpoint.js";
import { GuardedHttpClient } from "../http/http-client.js";
import { GuardedSockets } from "../sockets/guarded-sockets.js";
import { OpenTransfer } from "../transfer/open-transfer.js";
import type { TransferFacts } from "../transfer/transfer-facts.js";
import type { ChannelPlan } from "./channel-plan.js";
import { ChannelState } from "./channel-state.js";
import type { SharedEgress } from "./shared-egress.js";

const NOTHING: TransferFacts = Object.freeze({ bytesOut: 0, requestSent: false });

/** One channel's way out. HTTP client and sockets are made by the first call, so that an idle channel is small. */
export class GuardedChannel implements ChannelEgress {
  /** Functions and nothing else: a plugin that holds them reaches nothing behind them. */
  readonly http: HttpClientV1;
  readonly sockets: SocketsV1;
  readonly endpoints: readonly ResolvedEndpoint[];
  private readonly state: ChannelState;
  private readonly signal: AbortSignal | undefined;
  private madeHttp: GuardedHttpClient | undefined = undefined;
  private madeSockets: GuardedSockets | undefined = undefined;

  /** @param onClose - called once. */
  constructor(
    channel: OpenChannelEgress,
    plan: ChannelPlan,
    private readonly shared: SharedEgress,
    private readonly onClose: (channel: GuardedChannel) => void,
  ) {
    this.state = new ChannelState(channel.channelId, plan.routes, shared.guards);
    this.endpoints = plan.endpoints;
    this.http = { request: (request) => this.httpClient().request(request) };
    this.sockets = {
      connect: (request) => this.socketFactory().connect(request),
      reuse: (socket, request) => this.socketFactory().reuse(socket, request),
      check: (request) => this.socketFactory().check(request),
      listen: (request) => this.socketFactory().listen(request),
    };
    this.signal = channel.signal;
    if (this.signal?.aborted) this.state.closed = true;
    else this.signal?.addEventListener("abort", this, { once: true });
  }

  /** The channel's signal aborts. */
  handleEvent(): void {
    void this.close();
  }

  openTransfer(transferId: string, operation: string, further?: readonly string[]): void {
    const { transfers } = this.state;
    if (transfers.get(transferId)) throw new TypeError("a transfer with this id is open");
    transfers.set(transferId, new OpenTransfer(operation, this.shared.clock, further));
  }

  transferFacts(transferId: string): TransferFacts {
    return this.state.transfers.get(transferId)?.facts() ?? NOTHING;
  }

  closeTransfer(transferId: string): TransferFacts {
    const transfer = this.state.transfers.take(transferId);
    if (!transfer) return NOTHING;
    const facts = transfer.facts();
    this.madeHttp?.closeTransfer(transfer);
    return facts;
  }

  async close(): Promise<void> {
    if (this.state.closed) return;
    this.state.closed = true;
    this.onClose(this);
    this.signal?.removeEventListener("abort", this);
    this.madeHttp?.close();
    this.state.transfers.clear();
    await this.madeSockets?.close();
  }

  private httpClient(): GuardedHttpClient {
    return (this.madeHttp ??= new GuardedHttpClient(this.state, this.shared.transports, this.shared.deadlines));
  }

  private socketFactory(): GuardedSockets {
    const { dialer, trustedCertificates } = this.shared;
    return (this.madeSockets ??= new GuardedSockets(this.state, dialer, trustedCertificates));
  }
}
