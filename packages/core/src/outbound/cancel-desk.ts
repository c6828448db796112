import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { MessageState } from "../spec/message/message-state.js";
import { Turns } from "../timing/turns.js";
import type { Dispatcher } from "./dispatcher.js";
import type { LaneRefill } from "./lane-refill.js";
import type { MessageStates } from "./message-states.js";

/** States in which a message has not been handed over and will be. */
const CANCELLABLE: ReadonlySet<MessageState> = new Set(["accepted", "waiting", "held"]);

/** What became of an attempt to take a message back. */
export interface Cancellation {
  readonly cancelled: boolean;
  readonly state: MessageState;
}

/** Takes messages back that have not been handed over. */
@injectable()
export class CancelDesk {
  /** In the store; of two at once the second finds what the first has done. */
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.Dispatcher) private readonly dispatcher: Dispatcher,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
  ) {}

  /**
   * @param code - why, kept with the message.
   * @returns whether it was in time; a transfer under way is not broken off.
   * @throws {RequestError} `MESSAGE_UNKNOWN`.
   */
  async cancel(accountId: string, messageId: string, by: ActedBy, code = "CANCELLED"): Promise<Cancellation> {
    const record = await this.find(accountId, messageId);
    const place = this.dispatcher.withdraw(messageId);
    if (place === "withdrawn") return this.takeBack(record, by, code);
    if (place === "too-late") return { cancelled: false, state: record.state };
    return this.turns.take(messageId, () => this.takeFromStore(accountId, messageId, by, code));
  }

  /** It ended, or waits in the store. Nothing may fetch it from there until it is clear which. */
  private async takeFromStore(accountId: string, messageId: string, by: ActedBy, code: string): Promise<Cancellation> {
    const unbar = this.refill.bar(messageId);
    try {
      await this.commits.barrier();
      const now = await this.find(accountId, messageId);
      if (!CANCELLABLE.has(now.state)) return { cancelled: false, state: now.state };
      return await this.takeBack(now, by, code);
    } finally {
      void unbar();
    }
  }

  private async takeBack(
    { accountId, channelId, messageId, sequence, attempt, providerMessageId }: MessageRecord,
    by: ActedBy,
    code: string,
  ): Promise<Cancellation> {
    const state = "cancelled";
    const stateAtMs = this.clock.now();
    await this.commits.keep(
      {
        kind: "message-update",
        change: { sequence, state, queue: "none", dueAtMs: 0, attempt, providerMessageId, code, stateAtMs },
      },
      this.audit.entryOf({ accountId, ...by, action: "message-cancelled", subject: messageId, details: { code } }),
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
}
