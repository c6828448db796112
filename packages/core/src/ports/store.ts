import type { AuditEntry } from "./audit-entry.js";
import type { InboundChange, InboundRecord } from "./inbound-record.js";
import type { LedgerEntry } from "./ledger-entry.js";
import type { MessageChange, MessageQueue, MessageRecord } from "./message-record.js";

/** Small documents by collection and id: channels, accounts, cursors, consents. `value` is JSON. */
export interface StoredDocument {
  readonly collection: string;
  readonly id: string;
  /** Empty where it belongs to no account. */
  readonly accountId: string;
  readonly value: string;
}

/** One change of a group. */
export type StoreWrite =
  | { readonly kind: "message-insert"; readonly record: MessageRecord }
  | { readonly kind: "message-update"; readonly change: MessageChange }
  | { readonly kind: "ledger-insert"; readonly entry: LedgerEntry }
  | { readonly kind: "inbound-insert"; readonly record: InboundRecord }
  | { readonly kind: "inbound-update"; readonly change: InboundChange }
  | { readonly kind: "audit-insert"; readonly entry: AuditEntry }
  | { readonly kind: "document-put"; readonly document: StoredDocument }
  | { readonly kind: "document-delete"; readonly collection: string; readonly id: string };

/**
 * A write that was left out of its group because its unique key is taken: a `message-insert` by (account, idempotency key), an
 * `inbound-insert` by (channel, deduplication key). Everything else of the group was committed.
 */
export interface StoreConflict {
  /** Position in the group. */
  readonly index: number;
  /** `messageId` or `rawId` of the record that has the key. */
  readonly existingId: string;
  /** For messages: its content hash and time of acceptance. */
  readonly contentHash: string;
  readonly acceptedAtMs: number;
}

export interface StoreOpening {
  /** Highest sequence of messages and of inbound records; 0 when empty. */
  readonly lastMessageSequence: number;
  readonly lastInboundSequence: number;
}

export interface Page {
  /** Records with a higher sequence (documents: id) than this. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/**
 * Where everything that must survive is kept. Batch-shaped: one `commit` is one durable, atomic group; the caller has one in flight
 * and gathers the next meanwhile, so an implementation needs no timers and no batching of its own.
 *
 * Reads see all groups whose `commit` resolved. Implementations pass `describeStore` of `@plugboard/provider-testkit`.
 */
export interface Store {
  /**
   * Opens, migrates and recovers.
   * @throws {StoreError} `STORE_CORRUPT`, `STORE_LOCKED`, `STORE_VERSION`, `STORE_INSECURE`, `STORE_UNAVAILABLE`, `STORE_FULL`.
   */
  open(): Promise<StoreOpening>;
  /**
   * Durable and atomic when it resolves (power loss included).
   * @returns the writes left out because their unique key is taken.
   * @throws {StoreError} `STORE_FULL` or `STORE_UNAVAILABLE`: nothing of the group was kept; the store goes on when the cause is gone.
   */
  commit(group: readonly StoreWrite[]): Promise<readonly StoreConflict[]>;

  /** Messages of a queue, by rising sequence. */
  queuedMessages(
    query: Page & { queue: Exclude<MessageQueue, "none" | "deferred">; channelId: string },
  ): Promise<MessageRecord[]>;
  /** Channels with messages in a queue. */
  queuedChannels(queue: Exclude<MessageQueue, "none">): Promise<string[]>;
  /** Messages of queue `deferred` due by then, by rising `dueAtMs`. */
  deferredMessages(query: { dueByMs: number; limit: number }): Promise<MessageRecord[]>;
  /** The earliest `dueAtMs` of queue `deferred`. */
  nextDeferredAtMs(): Promise<number | undefined>;
  message(accountId: string, messageId: string): Promise<MessageRecord | undefined>;
  messageByProviderId(channelId: string, providerMessageId: string): Promise<MessageRecord | undefined>;
  messages(
    query: Page & { accountId: string; channelId?: string | undefined; state?: string | undefined },
  ): Promise<MessageRecord[]>;

  /** Ledger entries of an account, oldest first, with their sequence. */
  ledger(
    query: Page & {
      accountId: string;
      messageId?: string | undefined;
      channelId?: string | undefined;
      providerId?: string | undefined;
      fromMs?: number | undefined;
      toMs?: number | undefined;
    },
  ): Promise<(LedgerEntry & { readonly sequence: number })[]>;
  audit(
    query: Page & { accountId: string; action?: string | undefined },
  ): Promise<(AuditEntry & { readonly sequence: number })[]>;

  /** Records that are not done, by rising sequence. */
  inbound(
    query: Page & {
      state: "recorded" | "parked";
      accountId?: string | undefined;
      channelId?: string | undefined;
    },
  ): Promise<InboundRecord[]>;
  /** Channels with records of state `recorded`. */
  inboundChannels(): Promise<string[]>;
  inboundRecord(accountId: string, rawId: string): Promise<InboundRecord | undefined>;
  /** Forgets done records, deduplication keys included, recorded before then. @returns how many. */
  pruneInbound(recordedBeforeMs: number): Promise<number>;

  document(collection: string, id: string): Promise<StoredDocument | undefined>;
  documents(query: {
    collection: string;
    accountId?: string | undefined;
    afterId?: string | undefined;
    limit: number;
  }): Promise<StoredDocument[]>;

  /** Waits for the commit in flight and lets go of everything. A second call is harmless. */
  close(): Promise<void>;
}
