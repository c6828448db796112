import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../../commit/commit-queue.js";
import { TOKENS } from "../../di/tokens.js";
import type { AuditLog } from "../../ledger/audit-log.js";
import type { Dispatcher } from "../../outbound/dispatcher.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import type { MessageStates, MessageStatus } from "../../outbound/message-states.js";
import type { MessageRecord } from "../../ports/message-record.js";
import type { Store } from "../../ports/store.js";
import type { ClockV1 } from "../../spec/connection/clock.js";
import { RequestError } from "../../spec/errors/request-error.js";
import type { MessageState } from "../../spec/message/message-state.js";
import type { Act } from "../../spec/act.js";
import { requireAccount } from "../require-account.js";
import { checkAct } from "../check-act.js";
import type { ChannelRegistry } from "../channel-registry.js";

/** States in which a message has not been handed over and will be. */
const CANCELLABLE: ReadonlySet<MessageState> = new Set(["accepted", "waiting", "held"]);

/** What became of messages, and what can still be changed. */
@injectable()
export class Messages {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  /** @throws {RequestError} `MESSAGE_UNKNOWN`. */
  status(accountId: string, messageId: string): Promise<MessageStatus> {
    return this.states.status(accountId, messageId);
  }

  /** Resolves when the provider has the message, or it ended otherwise. @throws {RequestError} `MESSAGE_UNKNOWN`. */
  settled(accountId: string, messageId: string): Promise<MessageStatus> {
    return this.states.settled(accountId, messageId);
  }

  /** An account's messages by order of acceptance, without their content. */
  async list(query: {
    readonly accountId: string;
    readonly channelId?: string;
    readonly state?: MessageState;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<
    (MessageStatus & { readonly sequence: number; readonly channelId: string; readonly acceptedAtMs: number })[]
  > {
    const { accountId, channelId, state, after, limit = 100 } = query;
    requireAccount(accountId);
    const records = await this.store.messages({ accountId, channelId, state, after, limit });
    return records.map((record) => ({
      sequence: record.sequence,
      messageId: record.messageId,
      channelId: record.channelId,
      acceptedAtMs: record.acceptedAtMs,
      state: record.state,
      code: record.code,
      attempt: record.attempt,
      providerMessageId: record.providerMessageId,
    }));
  }

  /**
   * Takes a message back that has not been handed over.
   * @returns whether it was in time; a transfer under way is not broken off.
   */
  async cancel(
    accountId: string,
    messageId: string,
    act: Act,
  ): Promise<{ readonly cancelled: boolean; readonly state: MessageState }> {
    const { actor } = checkAct(act);
    const record = await this.find(accountId, messageId);
    const place = this.dispatcher.withdraw(messageId);
    if (place === "withdrawn") return this.takeBack(record, actor);
    if (place === "too-late") return { cancelled: false, state: record.state };
    // It ended, or waits in the store. Nothing may fetch it from there until it is clear which.
    const unbar = this.refill.bar(messageId);
    try {
      await this.commits.barrier();
      const now = await this.find(accountId, messageId);
      if (!CANCELLABLE.has(now.state)) return { cancelled: false, state: now.state };
      return await this.takeBack(now, actor);
    } finally {
      void unbar();
    }
  }

  private async takeBack(
    { accountId, channelId, messageId, sequence, attempt, providerMessageId }: MessageRecord,
    actor: string,
  ): Promise<{ readonly cancelled: true; readonly state: "cancelled" }> {
    const [state, code] = ["cancelled", "CANCELLED"] as const;
    const stateAtMs = this.clock.now();
    await this.commits.keep(
      {
        kind: "message-update",
        change: { sequence, state, queue: "none", dueAtMs: 0, attempt, providerMessageId, code, stateAtMs },
      },
      this.audit.entryOf({ accountId, actor, action: "message-cancelled", subject: messageId }),
    );
    this.states.changed({ accountId, channelId }, { messageId, state, code, attempt, providerMessageId });
    return { cancelled: true, state };
  }

  /** @throws {RequestError} `MESSAGE_UNKNOWN`, also for another account's. */
  private async find(accountId: string, messageId: string): Promise<MessageRecord> {
    const record = await this.store.message(accountId, messageId);
    if (record === undefined) throw new RequestError("MESSAGE_UNKNOWN", { messageId });
    return record;
  }

  /** Puts a channel's held messages back on their way: the gates are asked again. @returns how many. */
  async release(accountId: string, channelId: string, act: Act): Promise<number> {
    const { actor } = checkAct(act);
    this.channels.get(accountId, channelId);
    const released = await this.refill.release(channelId);
    this.audit.record({
      accountId,
      actor,
      action: "messages-released",
      subject: channelId,
      details: { released },
    });
    return released;
  }
}
