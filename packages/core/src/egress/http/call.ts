import type { Client, Dispatcher } from "undici";
import { EgressRefusedError } from "../../spec/errors/egress-refused-error.js";
import { TransferFailedError, type TransferFailureReason } from "../../spec/errors/transfer-failed-error.js";
import type { HttpResponseV1 } from "../../spec/connection/http-client.js";
import type { Party } from "../../spec/party.js";
import type { Route } from "../channel/route.js";
import { classifyFailure } from "../classify-failure.js";
import { Deadline } from "../deadline/deadline.js";
import { RefusedAddress } from "../dial/refused-address.js";
import { errorCodeOf } from "../error-code-of.js";
import type { OpenTransfer } from "../transfer/open-transfer.js";
import { TransportFault } from "../transport-fault.js";
import type { CallOwner } from "./call-owner.js";
import type { Transport } from "./transport.js";
import { loadedUndici } from "../undici-module.js";

const EMPTY = Buffer.alloc(0);

/** Where a call is on its way. */
type Phase = "waiting" | "sent" | "answering" | "over";

/** What undici needs to know; `headers` is a flat list of names and values. */
export interface CallRequest {
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly headers: string[];
  readonly body: Buffer | null;
}

/**
 * One HTTP call from being accepted to being answered, and undici's handler for it, without the streams, signals and timers that
 * `undici.request` makes for each. Settles once; whatever undici reports later only frees the connection.
 */
export class Call extends Deadline implements Dispatcher.DispatchHandler {
  /** The connection it runs on; set and used by the transport alone. */
  connection: Client | undefined = undefined;
  /** Undefined once the call is over, so that a connection which takes long to fail keeps no message. */
  request: CallRequest | undefined;
  /** The deadline list it is in. */
  deadlineList = 0;
  private phase: Phase = "waiting";
  private wasSent = false;
  private abort: ((reason?: Error) => void) | undefined = undefined;
  private status = 0;
  private headers: HttpResponseV1["headers"] = {};
  private firstChunk: Buffer | undefined = undefined;
  private moreChunks: Buffer[] | undefined = undefined;
  private sizeBytes = 0;

  constructor(
    private readonly owner: CallOwner,
    private readonly transport: Transport,
    private readonly route: Route,
    private readonly endpoint: string,
    readonly transfer: OpenTransfer | undefined,
    request: CallRequest,
    private readonly resolve: (response: HttpResponseV1) => void,
    private readonly reject: (error: Error) => void,
  ) {
    super();
    this.request = request;
  }

  get isOver(): boolean {
    return this.phase === "over";
  }

  /** A connection stands and the request is about to be written to it. Throwing takes the request back and keeps the connection. */
  onConnect(abort: (reason?: Error) => void): void {
    if (this.phase === "over") throw new TransportFault("CALL_OVER");
    this.abort = abort;
    this.phase = "sent";
    this.wasSent = true;
    this.transfer?.sent(this.request?.body?.length ?? 0);
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    if (status < 200 || this.phase === "over") return true;
    this.phase = "answering";
    this.status = status;
    this.headers = loadedUndici()?.util.parseHeaders(headers) ?? {};
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.phase === "over") return true;
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.route.maxResponseBytes) {
      this.fail("answer-too-large", "provider");
      return true;
    }
    if (this.firstChunk === undefined) this.firstChunk = chunk;
    else (this.moreChunks ??= [this.firstChunk]).push(chunk);
    return true;
  }

  onComplete(): void {
    if (this.phase !== "over") {
      this.end();
      this.resolve({
        status: this.status,
        headers: this.headers,
        body: this.moreChunks ? Buffer.concat(this.moreChunks, this.sizeBytes) : (this.firstChunk ?? EMPTY),
      });
    }
    this.transport.release(this, true);
  }

  onError(error: Error): void {
    const takenBack = error instanceof TransportFault && error.code === "CALL_OVER";
    if (this.phase !== "over") this.failWith(error);
    this.transport.release(this, takenBack);
  }

  /** Time is up (or never was enough). */
  override expire(): void {
    this.fail(this.wasSent ? "answer-timeout" : "connect-timeout", this.wasSent ? "provider" : "network");
  }

  /** The transfer or the channel closed: what has not left will not leave. */
  cancel(): void {
    if (this.wasSent) this.fail("aborted", "host");
    else this.refuse();
  }

  /** Nothing was sent and nothing will be: the channel or host is closing. */
  refuse(): void {
    if (this.phase === "over") return;
    this.end();
    this.reject(new EgressRefusedError("closed", this.details()));
    this.request = undefined;
  }

  /** @param error - of undici or of making the connection. */
  failWith(error: Error): void {
    if (error instanceof RefusedAddress) {
      this.end();
      this.reject(new EgressRefusedError("address-private", this.details()));
      return;
    }
    const code = errorCodeOf(error);
    const { reason, party } = classifyFailure(code, this.wasSent);
    if (reason === "aborted" && !this.wasSent) this.refuse();
    else this.fail(reason, party, code);
  }

  private fail(reason: TransferFailureReason, party: Party, code?: string): void {
    if (this.phase === "over") return;
    const { abort } = this;
    this.end();
    const facts = { requestSent: this.wasSent, party, ...this.details() };
    const options = code === undefined ? undefined : { cause: new TransportFault(code) };
    this.reject(new TransferFailedError(reason, facts, options));
    abort?.(new TransportFault("CALL_OVER_SENT"));
  }

  private details() {
    return { operation: this.route.operation, endpoint: this.endpoint, channelId: this.owner.channelId };
  }

  private end(): void {
    this.phase = "over";
    this.abort = undefined;
    this.request = undefined;
    this.owner.ended(this);
  }
}
