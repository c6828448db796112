import { requireQuery } from "../require-query.js";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import type { CancelDesk, Cancellation } from "../../outbound/cancel-desk.js";
import type { LaneRefill } from "../../outbound/lane-refill.js";
import type { MessageStates, MessageStatus } from "../../outbound/message-states.js";
import { statusOf } from "../../outbound/status-of.js";
import type { Store } from "../../ports/store.js";
import { RequestError } from "../../spec/errors/request-error.js";
import type { MessageState } from "../../spec/message/message-state.js";
import type { Act } from "../../spec/act.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";
import type { ChannelRegistry } from "../channel-registry.js";
import { requirePage } from "../require-page.js";

/** What became of messages, and what can still be changed. */
@injectable()
export class Messages {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.CancelDesk) private readonly cancels: CancelDesk,
    @inject(TOKENS.LaneRefill) private readonly refill: LaneRefill,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /** @throws {RequestError} `MESSAGE_UNKNOWN`. */
  async status(accountId: string, messageId: string): Promise<MessageStatus> {
    requireMessageId(messageId);
    return this.states.status(accountId, messageId);
  }

  /**
   * Resolves when the provider has the message, or it ended otherwise; a held one waits for whoever decides on it.
   * @throws {RequestError} `MESSAGE_UNKNOWN`; `HOST_CLOSED` when the host closes before: the message goes on at its next start.
   */
  async settled(accountId: string, messageId: string): Promise<MessageStatus> {
    requireMessageId(messageId);
    return this.states.settled(accountId, messageId);
  }

  /** An account's messages by order of acceptance, without their content: 100 at a time unless told, 10,000 at most. @throws {OptionInvalidError} */
  async list(query: {
    readonly accountId: string;
    readonly channelId?: string;
    readonly state?: MessageState;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<
    (MessageStatus & { readonly sequence: number; readonly channelId: string; readonly acceptedAtMs: number })[]
  > {
    requireQuery(query);
    const { accountId, channelId, state, after } = query;
    this.accounts.require(accountId);
    const limit = requirePage(query);
    const records = await this.store.messages({ accountId, channelId, state, after, limit });
    return records.map((record) => ({
      sequence: record.sequence,
      channelId: record.channelId,
      acceptedAtMs: record.acceptedAtMs,
      ...statusOf(record),
    }));
  }

  /**
   * Takes a message back that has not been handed over.
   * @returns whether it was in time; a transfer under way is not broken off.
   */
  async cancel(accountId: string, messageId: string, act: Act): Promise<Cancellation> {
    requireMessageId(messageId);
    const authorised = await this.desk.require({ accountId, act, action: "cancel-message", subject: messageId });
    return this.cancels.cancel(accountId, messageId, this.desk.actedBy(authorised));
  }

  /** Puts a channel's held messages back on their way: the gates are asked again. @returns how many. */
  async release(accountId: string, channelId: string, act: Act): Promise<number> {
    this.channels.get(accountId, channelId);
    const authorised = await this.desk.require({ accountId, act, action: "release-messages", subject: channelId });
    const released = await this.refill.release(channelId);
    this.desk.record(authorised, "messages-released", { released });
    return released;
  }
}

/** What is no text is no message's id; a store need not look for it. */
function requireMessageId(messageId: unknown): void {
  if (typeof messageId !== "string") throw new RequestError("MESSAGE_UNKNOWN", {});
}
