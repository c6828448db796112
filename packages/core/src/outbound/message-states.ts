import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { EventBus } from "../host/event-bus.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { MessageState } from "../spec/message/message-state.js";
import { statusOf } from "./status-of.js";

/** Where a message is now. */
export interface MessageStatus {
  readonly messageId: string;
  readonly state: MessageState;
  /** Of the last outcome, refusal or report of a failure; nothing once the message went on well, but `RECIPIENTS_REFUSED`. */
  readonly code: string | undefined;
  readonly attempt: number;
  readonly providerMessageId: string | undefined;
}

/** States in which nothing more will happen without the outside: the provider has it, or the message ended here. */
const SETTLED: ReadonlySet<MessageState> = new Set([
  "received",
  "sent",
  "delivered",
  "read",
  "undelivered",
  "refused",
  "expired",
  "cancelled",
  "unknown",
]);

interface Waiter {
  readonly resolve: (status: MessageStatus) => void;
  readonly reject: (error: RequestError) => void;
}

interface Owner {
  readonly accountId: string;
  readonly channelId: string;
}

const NOBODY: Waiter = { resolve: () => undefined, reject: () => undefined };

/** Tells where messages are and lets callers wait for the end of one. */
@injectable()
export class MessageStates {
  private closed = false;
  private onHandedOver: (owner: Owner, status: MessageStatus) => void = () => undefined;
  private readonly waiting = new Map<string, Waiter[]>();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
  ) {}

  /** Who is told of messages the provider may have: reports that came too early wait for them. */
  follow(onHandedOver: (owner: Owner, status: MessageStatus) => void): void {
    this.onHandedOver = onHandedOver;
  }

  /**
   * A state that is durable now.
   * @param goesOn - more follows by itself, whatever the state: an unknown outcome that is looked up or sent again with its key.
   */
  changed(owner: Owner, status: MessageStatus, goesOn = false): void {
    const { messageId, state, code } = status;
    if (this.events.has("message-state-changed"))
      this.events.emit("message-state-changed", {
        accountId: owner.accountId,
        channelId: owner.channelId,
        messageId,
        state,
        code,
      });
    if (state === "received" || state === "unknown") this.onHandedOver(owner, status);
    if (this.waiting.size === 0 || goesOn || !SETTLED.has(state)) return;
    const waiting = this.waiting.get(messageId);
    if (waiting === undefined) return;
    this.waiting.delete(messageId);
    for (const { resolve } of waiting) resolve(status);
  }

  /** @throws {RequestError} `MESSAGE_UNKNOWN`. */
  async status(accountId: string, messageId: string): Promise<MessageStatus> {
    return statusOf(await this.record(accountId, messageId));
  }

  /**
   * Resolves when the provider has the message or it ended otherwise.
   * @throws {RequestError} `MESSAGE_UNKNOWN`; `HOST_CLOSED` when the host closes before.
   */
  async settled(accountId: string, messageId: string): Promise<MessageStatus> {
    if (this.closed) throw new RequestError("HOST_CLOSED");
    // Waiting begins before the store is asked, so that a change in between is not missed.
    let waiter: Waiter = NOBODY;
    const later = new Promise<MessageStatus>((resolve, reject) => {
      waiter = { resolve, reject };
    });
    // While the store is asked nobody listens to it yet.
    later.catch(() => undefined);
    this.waiting.set(messageId, [...(this.waiting.get(messageId) ?? []), waiter]);
    try {
      const record = await this.record(accountId, messageId);
      if (record.queue !== "none" || !SETTLED.has(record.state)) return await later;
      return statusOf(record);
    } finally {
      this.forget(messageId, waiter);
    }
  }

  /** Nothing more will be told: whoever still waits is told that. */
  close(): void {
    this.closed = true;
    for (const waiting of this.waiting.values())
      for (const { reject } of waiting) reject(new RequestError("HOST_CLOSED"));
    this.waiting.clear();
  }

  private async record(accountId: string, messageId: string): Promise<MessageRecord> {
    const record = await this.store.message(accountId, messageId);
    if (record === undefined) throw new RequestError("MESSAGE_UNKNOWN", { messageId });
    return record;
  }

  private forget(messageId: string, waiter: Waiter): void {
    const left = (this.waiting.get(messageId) ?? []).filter((one) => one !== waiter);
    if (left.length === 0) this.waiting.delete(messageId);
    else this.waiting.set(messageId, left);
  }
}
