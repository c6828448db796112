import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { CommitTicket } from "../commit/commit-ticket.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { HookRunner } from "../host/hook-runner.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { Refusal } from "../policy/refusal.js";
import type { Ids } from "../ports/ids.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { StoreConflict } from "../ports/store.js";
import { HotSchema } from "../schemas/hot-schema.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { MessageInvalidError } from "../spec/errors/message-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import {
  type OutboundMessage,
  type OutboundMessageInput,
  outboundMessageSchema,
} from "../spec/message/outbound-message.js";
import type { CountedUsage } from "./counted-usage.js";
import type { Dispatcher } from "./dispatcher.js";
import type { FairUse } from "./fair-use.js";
import { freezeDeep } from "../collections/freeze-deep.js";
import type { GatePipeline } from "./gate-pipeline.js";
import type { LaneRefill } from "./lane-refill.js";
import type { RepeatedMessages } from "./repeated-messages.js";
import { LONGEST_WAIT_IN_MEMORY_MS } from "./next-step.js";
import { decodePayload, type EncodedPayload, encodePayload } from "./payload-codec.js";

const messages = new HotSchema(outboundMessageSchema);

/** What `send` answers. `duplicate`: the idempotency key was known with this content; the first acceptance is repeated. */
export type SendResult =
  | {
      readonly accepted: true;
      readonly messageId: string;
      readonly acceptedAtMs: number;
      readonly contentHash: string;
      readonly duplicate: boolean;
    }
  | { readonly accepted: false; readonly refusal: Refusal };

/** Takes messages in: validates, asks the gates, and answers when the message is durable. */
@injectable()
export class SendDesk {
  private sequence = 0;
  private closed = false;

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.HookRunner) private readonly hooks: HookRunner,
    @inject(TOKENS.RepeatedMessages) readonly repeats: RepeatedMessages,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.GatePipeline) private readonly gates: GatePipeline,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
  ) {}

  start(lastSequence: number): void {
    this.sequence = lastSequence;
  }

  close(): void {
    this.closed = true;
  }

  /**
   * @throws {MessageInvalidError} the message does not fit the contract.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `IDEMPOTENCY_CONFLICT`, `HOST_CLOSED`, `HOOK_FAILED`.
   * @throws {StoreError} nothing was accepted.
   */
  send(input: OutboundMessageInput): Promise<SendResult> {
    try {
      if (this.closed) throw new RequestError("HOST_CLOSED");
      const parsed = messages.safeParse(input);
      if (!parsed.success) throw new MessageInvalidError(parsed.error);
      const message = parsed.data;
      const channel = this.channels.get(message.accountId, message.channelId);
      const encoded = encodePayload(message);
      const decision = this.gates.decide({ channel, message, contentBytes: encoded.contentBytes });
      this.follow(channel, message, decision);
      const answer =
        decision instanceof Promise
          ? decision.then((late) => this.decided(channel, message, encoded, late))
          : this.decided(channel, message, encoded, decision);
      return answer instanceof Promise ? answer : Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new TypeError("the message could not be read"));
    }
  }

  /** After the gates: the hooks. No promise beside the caller's while nobody has to be waited for. */
  private decided(
    channel: Channel,
    message: OutboundMessage,
    encoded: EncodedPayload,
    refused: Refusal | undefined,
  ): SendResult | Promise<SendResult> {
    if (refused !== undefined) return this.refuse(channel, message, encoded, refused);
    const counted = this.fairUse.counted(channel, message);
    if (!this.hooks.has("message-sending")) return this.admit(channel, message, encoded, counted, undefined);
    freezeDeep(message);
    let verdict: ReturnType<HookRunner["run"]>;
    try {
      verdict = this.hooks.run("message-sending", { message });
    } catch (error) {
      this.fairUse.giveBack(counted);
      throw error;
    }
    if (!(verdict instanceof Promise)) return this.admit(channel, message, encoded, counted, verdict);
    this.follow(channel, message, verdict);
    return verdict.then(
      (late) => this.admit(channel, message, encoded, counted, late),
      (error: unknown) => {
        this.fairUse.giveBack(counted);
        throw error;
      },
    );
  }

  /** After the hooks: a place in the lane. */
  private admit(
    channel: Channel,
    message: OutboundMessage,
    encoded: EncodedPayload,
    counted: CountedUsage,
    refused: Refusal | undefined,
  ): SendResult | Promise<SendResult> {
    if (refused !== undefined) {
      this.fairUse.giveBack(counted);
      return this.refuse(channel, message, encoded, refused);
    }
    // Bytes cannot be frozen, and others have them: what was hashed is what is sent (R8).
    const taken = encoded.blobs.length > 0 ? restored(message, encoded) : message;
    const room = this.dispatcher.room(channel);
    const answer =
      room === undefined
        ? this.accept(channel, taken, encoded, counted)
        : room.then(() => this.accept(channel, taken, encoded, counted));
    this.follow(channel, message, answer);
    return answer;
  }

  /** Who sends it again meanwhile, and is refused, waits for how it ends. */
  private follow(channel: Channel, { idempotencyKey }: OutboundMessage, pending: unknown): void {
    if (idempotencyKey !== undefined && pending instanceof Promise)
      this.repeats.follow(channel, idempotencyKey, pending);
  }

  private accept(
    channel: Channel,
    message: OutboundMessage,
    encoded: EncodedPayload,
    counted: CountedUsage,
  ): Promise<SendResult> {
    if (this.closed) {
      this.fairUse.giveBack(counted);
      throw new RequestError("HOST_CLOSED");
    }
    const acceptedAtMs = this.clock.now();
    const notBeforeMs = message.notBeforeAt === undefined ? 0 : Date.parse(message.notBeforeAt);
    const dueAtMs = notBeforeMs > acceptedAtMs ? notBeforeMs : 0;
    this.sequence += 1;
    const record: MessageRecord = {
      sequence: this.sequence,
      messageId: this.ids.next("msg"),
      accountId: channel.accountId,
      channelId: channel.channelId,
      idempotencyKey: message.idempotencyKey,
      payload: encoded.payload,
      blobs: encoded.blobs,
      contentHash: encoded.contentHash,
      acceptedAtMs,
      expiresAtMs:
        message.expiresAt === undefined
          ? this.steady.now() + Math.max(0, dueAtMs - acceptedAtMs) + (channel.limits?.expireAfterSeconds ?? 0) * 1_000
          : Date.parse(message.expiresAt),
      state: "accepted",
      queue: dueAtMs > acceptedAtMs + LONGEST_WAIT_IN_MEMORY_MS ? "deferred" : "ready",
      dueAtMs,
      attempt: 0,
      providerMessageId: undefined,
      code: undefined,
      stateAtMs: acceptedAtMs,
    };
    return new Promise((resolve, reject) => {
      const ticket = new AcceptanceTicket(this, channel, message, record, counted, resolve, reject);
      this.commits.push({ kind: "message-insert", record }, ticket, "gathered");
    });
  }

  /** Called when the message is durable. */
  accepted(channel: Channel, message: OutboundMessage, record: MessageRecord): SendResult {
    const { sequence, messageId, contentHash, acceptedAtMs, expiresAtMs, dueAtMs, state } = record;
    if (record.queue === "deferred") this.refill.deferredAt(dueAtMs);
    else {
      this.dispatcher.add({
        sequence,
        messageId,
        channel,
        message,
        contentHash,
        acceptedAtMs,
        expiresAtMs,
        state,
        dueAtMs,
        attempt: 0,
        lookup: false,
        interrupted: false,
        uncertain: false,
        firstAttemptAtMs: undefined,
        begun: false,
        withdrawn: false,
      });
    }
    if (this.events.has("message-accepted")) {
      const { accountId, channelId } = channel;
      this.events.emit("message-accepted", { accountId, channelId, messageId, acceptedAtMs, contentHash });
    }
    return { accepted: true, messageId, acceptedAtMs, contentHash, duplicate: false };
  }

  /** Called when it was not accepted after all: its key was known, or it could not be made durable. */
  uncount(counted: CountedUsage): void {
    this.fairUse.giveBack(counted);
  }

  /** Refuses, unless it was accepted before under its key. */
  private refuse(
    channel: Channel,
    { idempotencyKey }: OutboundMessage,
    { contentHash }: EncodedPayload,
    refusal: Refusal,
  ): SendResult | Promise<SendResult> {
    if (idempotencyKey === undefined) return this.refused(channel, refusal);
    return this.repeats.before(channel, idempotencyKey, contentHash).then(
      (known) => known ?? this.refused(channel, refusal),
      // A store that cannot be read now: nothing is let through for it.
      () => this.refused(channel, refusal),
    );
  }

  private refused(channel: Channel, refusal: Refusal): SendResult {
    const { accountId, channelId } = channel;
    const { code, gate, rule, details } = refusal;
    this.audit.record({
      accountId,
      actor: "host",
      action: "message-refused",
      subject: channelId,
      details: { code, gate, rule, ...details },
    });
    if (this.events.has("message-refused")) this.events.emit("message-refused", { accountId, channelId, refusal });
    return { accepted: false, refusal };
  }
}

/** Answers the caller when the message is durable. A class, because one is made for every message. */
class AcceptanceTicket implements CommitTicket {
  readonly mustKeep = false;

  constructor(
    private readonly desk: SendDesk,
    private readonly channel: Channel,
    private readonly message: OutboundMessage,
    private readonly record: MessageRecord,
    private readonly counted: CountedUsage,
    private readonly resolve: (result: SendResult) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  onDurable(conflict: StoreConflict | undefined): void {
    const { desk, channel, message, record, counted, resolve, reject } = this;
    if (conflict === undefined) {
      resolve(desk.accepted(channel, message, record));
      return;
    }
    desk.uncount(counted);
    desk.repeats.of(record, conflict).then(resolve, reject);
  }

  onFailed(error: Error): void {
    this.desk.uncount(this.counted);
    this.reject(error);
  }
}

/** The message as it was encoded: nobody else holds its parts. What is not stored with it stays as it was. */
function restored(message: OutboundMessage, { payload, blobs }: EncodedPayload): OutboundMessage {
  const { accountId, channelId, idempotencyKey, notBeforeAt, expiresAt } = message;
  const decoded = decodePayload(payload, blobs, { accountId, channelId });
  return {
    ...decoded,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(notBeforeAt === undefined ? {} : { notBeforeAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
