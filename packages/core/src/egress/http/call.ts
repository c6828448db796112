import type { Client, Dispatcher } from "undici";
import type { HttpResponseV1 } from "../../spec/connection/http-client.js";
import { EgressRefusedError, type EgressRefusalReason } from "../../spec/errors/egress-refused-error.js";
import { TransferFailedError, type TransferFailureReason } from "../../spec/errors/transfer-failed-error.js";
import type { Party } from "../../spec/party.js";
import type { Route } from "../channel/route.js";
import { classifyFailure } from "../classify-failure.js";
import { Deadline } from "../../timing/deadline.js";
import { RefusedAddress } from "../dial/refused-address.js";
import { errorCodeOf } from "../error-code-of.js";
import type { OpenTransfer } from "../transfer/open-transfer.js";
import { TransportFault } from "../transport-fault.js";
import { AnswerBody } from "./answer-body.js";
import { AnswerTurn } from "./answer-turn.js";
import type { CallOwner } from "./call-owner.js";
import type { CallRequest } from "./call-request.js";
import { HttpAnswer } from "./http-answer.js";
import type { Transport } from "./transport.js";

const NO_HEADERS: Buffer[] = [];
/** Thrown to take a request back from undici before it is written, and given as the reason where it is broken off. */
const OVER = new TransportFault("CALL_OVER");
const answers = new AnswerTurn();
/** What may come beside the body: a head, answers before it (1xx) and a tail, of which undici takes 16 KiB each. */
const BESIDE_THE_BODY_BYTES = 65_536;
/** What a byte of the body may take: in a chunk of its own it takes six. */
const BYTES_PER_BODY_BYTE = 8;

/**
 * One HTTP call from being accepted to being answered, and undici's handler for it, without the streams, signals and timers that
 * `undici.request` makes for each. Settles once; whatever undici reports later only frees the connection.
 */
export class Call extends Deadline implements Dispatcher.DispatchHandler {
  /** The connection it runs on; set and used by the transport alone. */
  connection: Client | undefined = undefined;
  /** Undefined once the call is over, so that a connection which takes long to fail keeps no message. */
  request: CallRequest | undefined;
  isOver = false;
  /** Its neighbours in {@link CallsUnderWay}, which sets them. */
  before: Call | undefined = undefined;
  after: Call | undefined = undefined;
  private wasSent = false;
  private abort: ((reason?: Error) => void) | undefined = undefined;
  private status = 0;
  private rawHeaders: Buffer[] = NO_HEADERS;
  private body: AnswerBody | undefined = undefined;
  private readBytes = 0;

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

  /** A connection stands and the request is about to be written to it. Throwing takes it back and keeps the connection. */
  onConnect(abort: (reason?: Error) => void): void {
    if (this.isOver) throw OVER;
    this.abort = abort;
    this.sent();
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    if (status >= 200) {
      this.status = status;
      this.rawHeaders = headers;
    }
    // A test's dispatcher may answer without having announced a connection.
    if (!this.wasSent) this.sent();
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.isOver) return true;
    const body = (this.body ??= new AnswerBody());
    if (body.sizeBytes + chunk.length > this.route.maxResponseBytes) this.fail("answer-too-large", "provider");
    else body.add(chunk);
    return true;
  }

  /**
   * Bytes were read from its connection: most of them have to be its body's. Without this a server could keep the host reading until the
   * deadline, with 1xx answers, empty lines, or extensions of chunks that nobody ever sees.
   */
  read(bytes: number): void {
    if (this.isOver) return;
    this.readBytes += bytes;
    const allowed = BESIDE_THE_BODY_BYTES + BYTES_PER_BODY_BYTE * (this.body?.sizeBytes ?? 0);
    if (this.readBytes > allowed) this.fail("answer-malformed", "provider");
  }

  onComplete(): void {
    if (!this.isOver) {
      const body = this.body?.whole();
      this.end();
      const answer = new HttpAnswer(this.status, this.rawHeaders, body);
      // Read where it is declared alone: reading headers costs as much as all checks of a call.
      if (this.route.quotaHeaders !== undefined) this.transfer?.answered(answer.headers, this.route.quotaHeaders);
      answers.add(() => this.resolve(answer));
    }
    this.transport.release(this, true);
  }

  onError(error: Error): void {
    const wasTakenBack = error === OVER && !this.wasSent;
    if (!this.isOver) this.failWith(error);
    this.transport.release(this, wasTakenBack);
  }

  /** Time is up. */
  override expire(): void {
    if (this.wasSent) this.fail("answer-timeout", "provider");
    else this.fail("connect-timeout", "network");
  }

  /** Its transfer or channel closes: what has not left will not leave. */
  cancel(reason: "closed" | "transfer-closed"): void {
    if (this.wasSent) this.fail("aborted", "host");
    else this.refuse(reason);
  }

  /** Ends a call of which nothing was sent. */
  refuse(reason: EgressRefusalReason): void {
    if (this.isOver) return;
    this.end();
    this.reject(new EgressRefusedError(reason, this.ids()));
  }

  /** @param error - of undici or of making the connection. */
  failWith(error: unknown): void {
    if (error instanceof RefusedAddress) {
      this.refuse("address-private");
      return;
    }
    const code = errorCodeOf(error);
    const { reason, party } = classifyFailure(code, this.wasSent);
    if (reason === "aborted" && !this.wasSent) this.refuse("closed");
    else this.fail(reason, party, code);
  }

  private sent(): void {
    this.wasSent = true;
    this.transfer?.sent(this.request?.body?.length ?? 0);
  }

  private fail(reason: TransferFailureReason, party: Party, code?: string): void {
    if (this.isOver) return;
    const { abort } = this;
    this.end();
    const facts = { requestSent: this.wasSent, party, ...this.ids() };
    this.reject(new TransferFailedError(reason, facts, code === undefined ? {} : { cause: new TransportFault(code) }));
    abort?.(OVER);
  }

  private ids() {
    return { operation: this.route.operation, endpoint: this.endpoint, channelId: this.owner.channelId };
  }

  private end(): void {
    this.isOver = true;
    this.abort = undefined;
    this.request = undefined;
    this.body = undefined;
    this.owner.ended(this);
  }
}
