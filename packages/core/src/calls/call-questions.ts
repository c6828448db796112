import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import type { Channel, OpenChannel } from "../host/channel.js";
import { exceedsLimits } from "../inbound/webhook/exceeds-limits.js";
import type { WebhookAnswerV1 } from "../inbound/webhook/webhook-request.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { checkOutcome } from "../outbound/outcome-of-failure.js";
import { type CallVerb, callVerbSchema } from "../spec/capabilities/call-verb.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { CallEvent } from "../spec/inbound/call-event.js";
import { type InboundEvent, inboundEventSchema } from "../spec/inbound/inbound-event.js";
import type { RawInbound } from "../spec/inbound/raw-inbound.js";
import { withinTime } from "../timing/within-time.js";
import type { CallAddresses } from "./call-addresses.js";
import type { CallBook } from "./call-book.js";
import type { CallDocument } from "./call-document.js";
import { calledAddresses } from "./called-addresses.js";
import type { CallGates } from "./call-gates.js";
import type { CallOptions } from "./call-options.js";
import type { CallHandler, CallQuestion } from "./call-question.js";
import { callStatusOf } from "./call-status.js";
import type { CallTransfers } from "./call-transfers.js";
import { splitAtWait } from "./split-at-wait.js";

const eventsSchema = z.lazy(() => z.array(inboundEventSchema));
const verbsSchema = z.lazy(() => z.array(callVerbSchema).max(50));
/** Answers kept for a provider that asks the same again. */
const MOST_REMEMBERED = 4_096;
/** Of the provider's own limit: the rest is for the way back. */
const SHARE_OF_LIMIT = 0.8;
const NO_VERBS: readonly CallVerb[] = [];
/** What no verbs mean to a call that asked for some. */
const HANG_UP: readonly CallVerb[] = [{ verb: "hang-up", reason: "completed" }];

/** Asks the host what calls that wait for verbs do next, within a deadline, and gives the answer to the provider. */
@injectable()
export class CallQuestions {
  private handler: CallHandler | undefined;
  private readonly answers = new Map<string, Promise<WebhookAnswerV1 | undefined>>();
  /** A delivery is read for its answer and for its handlers: once, whoever is first. */
  private readonly read = new WeakMap<Uint8Array, readonly InboundEvent[]>();

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.CallOptions) private readonly options: CallOptions,
    @inject(TOKENS.CallBook) private readonly book: CallBook,
    @inject(TOKENS.CallGates) private readonly gates: CallGates,
    @inject(TOKENS.CallTransfers) private readonly transfers: CallTransfers,
    @inject(TOKENS.CallAddresses) private readonly addresses: CallAddresses,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
  ) {}

  /** @returns a function that takes the handler off. */
  answerWith(handler: CallHandler): () => void {
    this.handler = handler;
    return () => {
      if (this.handler === handler) this.handler = undefined;
    };
  }

  /**
   * The answer to a webhook that was verified and recorded, where its provider waits for verbs in it.
   * @param key - makes two deliveries one: the second gets the first one's answer, and the host is not asked again.
   * @returns nothing where the contract's acknowledgement is the answer.
   */
  answer(channel: Channel, open: OpenChannel, raw: RawInbound, key: string): Promise<WebhookAnswerV1 | undefined> {
    if (open.instance.calls?.doAnswer === undefined) return Promise.resolve(undefined);
    const id = `${channel.channelId}/${key}`;
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    const answer = this.answerNow(channel, open, raw, key).catch((error: unknown) => {
      this.answers.delete(id);
      const name = error instanceof Error ? error.name : "unknown";
      this.logger.error("a call could not be answered", { channelId: channel.channelId, error: name });
      return undefined;
    });
    this.answers.set(id, answer);
    const [oldest] = this.answers.size > MOST_REMEMBERED ? this.answers.keys() : [];
    if (oldest !== undefined) this.answers.delete(oldest);
    return answer;
  }

  /** The events of a delivery whose answer has verbs, where it was read already. */
  eventsOf(body: Uint8Array): readonly InboundEvent[] | undefined {
    return this.read.get(body);
  }

  /** A delivery was read for its handlers: its answer need not read it again. */
  share({ instance }: OpenChannel, body: Uint8Array, events: readonly InboundEvent[]): void {
    if (instance.calls?.doAnswer !== undefined) this.read.set(body, events);
  }

  /** An event on its way to the handlers of `receive`. Resolves when what it says is durable. */
  async heard(channel: Channel, event: CallEvent, recordedAtMs: number, eventId: string): Promise<void> {
    const call = await this.book.hear(channel, event, recordedAtMs);
    if (event.awaitsVerbs === true && channel.open?.instance.calls?.doAnswer === undefined)
      void this.control(channel, call, event, eventId).catch((error: unknown) => {
        const name = error instanceof Error ? error.name : "unknown";
        this.logger.error("a call could not be answered", { channelId: channel.channelId, error: name });
      });
    await this.book.saved(call.sessionId);
  }

  private async answerNow(
    channel: Channel,
    open: OpenChannel,
    raw: RawInbound,
    key: string,
  ): Promise<WebhookAnswerV1 | undefined> {
    const { calls, inboundEvents } = open.instance;
    if (inboundEvents === undefined || exceedsLimits(raw.contentType, raw.body)) return undefined;
    const events = this.read.get(raw.body) ?? eventsSchema.parse(await inboundEvents.doParse(raw));
    this.read.set(raw.body, events);
    let answered: WebhookAnswerV1 | undefined;
    for (const event of events) {
      if (event.type !== "call") continue;
      const heard = this.book.hear(channel, event, raw.recordedAtMs);
      const call = heard instanceof Promise ? await heard : heard;
      if (event.awaitsVerbs !== true) continue;
      const chosen = await this.choose(channel, call, event, key);
      const { now, later } = splitAtWait(chosen);
      const latest = this.keepPending(call, later, chosen);
      const request = { callId: event.callId, reference: latest.sessionId, step: latest.steps ?? 1, verbs: now };
      const webhookUrl = this.addresses.of(channel);
      const given = await calls?.doAnswer?.(webhookUrl === undefined ? request : { ...request, webhookUrl });
      if (given === undefined) continue;
      answered = { status: 200, headers: { "content-type": given.contentType }, body: given.body };
      this.transfers.answered(this.transferOf(channel, latest, now), Buffer.byteLength(given.body));
    }
    return answered;
  }

  /** For providers that take verbs by a call of their API. */
  private async control(channel: Channel, call: CallDocument, event: CallEvent, questionId: string): Promise<void> {
    if (call.facts.state === "ended") return;
    const chosen = await this.choose(channel, call, event, questionId);
    // As where the answer to a webhook is empty.
    const verbs = chosen.length === 0 ? HANG_UP : chosen;
    const latest = this.keepPending(call, NO_VERBS, verbs);
    const webhookUrl = this.addresses.of(channel);
    await this.transfers.run(
      this.transferOf(channel, latest, verbs),
      async ({ instance }, transferId) =>
        instance.calls?.doControl?.({
          ...{ transferId, callId: event.callId, reference: latest.sessionId, step: latest.steps ?? 1, verbs },
          ...(webhookUrl === undefined ? {} : { webhookUrl }),
        }),
      checkOutcome,
      (outcome) => outcome,
    );
  }

  private async choose(
    channel: Channel,
    call: CallDocument,
    event: CallEvent,
    questionId: string,
  ): Promise<readonly CallVerb[]> {
    if (call.facts.state === "ended") return NO_VERBS;
    const isOffer = event.event === "offered";
    const otherwise = call.pending.length > 0 ? call.pending : isOffer ? this.options.whenUnanswered : NO_VERBS;
    const verbs =
      call.ordered === true ? otherwise : await this.askHandler(channel, call, event, questionId, otherwise);
    const refused = await this.gates.decide({ channel, verbs });
    if (refused === undefined) return verbs;
    const { accountId, channelId } = channel;
    const { code, gate, rule } = refused;
    const details = { code, gate, rule, channelId };
    this.audit.record({ accountId, actor: "host", action: "call-verbs-refused", subject: call.sessionId, details });
    return [{ verb: "hang-up", reason: isOffer ? "declined" : "completed" }];
  }

  private async askHandler(
    channel: Channel,
    call: CallDocument,
    event: CallEvent,
    questionId: string,
    otherwise: readonly CallVerb[],
  ): Promise<readonly CallVerb[]> {
    const { handler } = this;
    if (handler === undefined) return otherwise;
    const { accountId, channelId, providerId } = channel;
    const limitMs = (channel.provider?.manifest.calls?.answerWithinMs ?? Number.POSITIVE_INFINITY) * SHARE_OF_LIMIT;
    const deadlineMs = Math.min(this.options.answerDeadlineMs, limitMs);
    const question: CallQuestion = {
      ...{ questionId, accountId, channelId, providerId, event, otherwise },
      call: callStatusOf(call),
      deadlineAtMs: this.clock.now() + deadlineMs,
    };
    const failed = (code: string): readonly CallVerb[] => {
      this.logger.warn("a call goes on without an answer of its handler", { channelId, code });
      return otherwise;
    };
    try {
      const asked = handler(question);
      const answer = asked instanceof Promise ? await withinTime(asked, deadlineMs, () => OVERDUE) : asked;
      if (answer === OVERDUE) return failed("HANDLER_TIMEOUT");
      if (answer === undefined) return otherwise;
      const parsed = verbsSchema.safeParse(answer);
      return parsed.success ? parsed.data : failed("VERBS_INVALID");
    } catch {
      return failed("HANDLER_FAILED");
    }
  }

  /** Verbs are about to go out: what is to follow them, and that it was another time. */
  private keepPending(call: CallDocument, later: readonly CallVerb[], chosen: readonly CallVerb[]): CallDocument {
    const latest = this.book.current(call.sessionId);
    const { ordered: _ordered, steps = 0, ...rest } = latest ?? call;
    const brought = calledAddresses(undefined, chosen).map(({ value }) => value);
    const people = brought.length === 0 ? rest.people : this.book.peopleOf(rest.accountId, brought, rest.people);
    const next: CallDocument = { ...rest, steps: steps + 1, pending: [...later], ...(people && { people }) };
    // It may have ended while the host was asked: then nothing follows any more.
    if (latest !== undefined) void this.book.save(next);
    return next;
  }

  private transferOf(channel: Channel, { sessionId, contentHash }: CallDocument, verbs: readonly CallVerb[]) {
    const calls = channel.provider?.manifest.calls;
    const operationId = calls?.controlOperation ?? calls?.callOperation ?? "";
    return { channel, operationId, sessionId, contentHash, recipients: calledAddresses(undefined, verbs) };
  }
}

const OVERDUE = Symbol("overdue");
