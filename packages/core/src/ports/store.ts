import type { AuditEntry } from "./audit-entry.js";
import type { InboundChange, InboundRecord } from "./inbound-record.js";
import type { LedgerLog } from "../sealing/sealed-text.js";
import type { LedgerEntry } from "./ledger-entry.js";
import type { LedgerSeal, SealedEntries } from "./ledger-seal.js";
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
  /** Takes a message out with everything of it: content, blobs, state, idempotency key. One that is not there: nothing happens. */
  | { readonly kind: "message-delete"; readonly sequence: number }
  /** Takes a delivery out with its body and its deduplication key. */
  | { readonly kind: "inbound-delete"; readonly sequence: number }
  | { readonly kind: "audit-insert"; readonly entry: AuditEntry }
  /**
   * Takes what tells of a person out of an entry: of a transfer the reference, with content hash and provider's id; of an act subject and
   * details. The entry's leaf stays as it was. One that is not there, or not the account's: nothing happens.
   */
  | {
      readonly kind: "ledger-erase";
      readonly log: LedgerLog;
      readonly accountId: string;
      readonly sequence: number;
      /** Of a transfer to several: whose reference goes; all of them when absent. */
      readonly recipient?: string | undefined;
    }
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
   * A host is about to open it: it may start what it needs, a thread or a connection that holds no process, and neither reads nor writes anything. So
   * that goes on while the host loads itself. Optional; harmless again, and once it is open.
   */
  warm?(): void;
  /**
   * Opens, migrates and recovers.
   * @throws {StoreError} `STORE_CORRUPT`, `STORE_LOCKED`, `STORE_VERSION`, `STORE_INSECURE`, `STORE_PATH_UNUSABLE`, `STORE_UNAVAILABLE`, `STORE_FULL`.
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
  /** Messages of a channel's queue `ready` whose `expiresAtMs` has come by then, by rising sequence. */
  expiredMessages(query: Page & { channelId: string; expiredByMs: number }): Promise<MessageRecord[]>;
  /** The earliest `expiresAtMs` later than a time, of a channel's queue `ready` with a higher sequence than `after`. */
  nextExpiryAtMs(query: { channelId: string; after: number; laterThanMs: number }): Promise<number | undefined>;
  message(accountId: string, messageId: string): Promise<MessageRecord | undefined>;
  /** The message that has an account's idempotency key. */
  messageByKey(accountId: string, idempotencyKey: string): Promise<MessageRecord | undefined>;
  messageByProviderId(channelId: string, providerMessageId: string): Promise<MessageRecord | undefined>;
  messages(
    query: Page & { accountId: string; channelId?: string | undefined; state?: string | undefined },
  ): Promise<MessageRecord[]>;

  /** Ledger entries of an account, oldest first, with their sequence; `isErased` where something was taken out of one. */
  ledger(
    query: Page & {
      accountId: string;
      messageId?: string | undefined;
      channelId?: string | undefined;
      providerId?: string | undefined;
      /** A reference of `PersonReferences`. */
      recipient?: string | undefined;
      fromMs?: number | undefined;
      toMs?: number | undefined;
    },
  ): Promise<(LedgerEntry & { readonly sequence: number; readonly isErased: boolean })[]>;
  audit(
    query: Page & { accountId: string; action?: string | undefined },
  ): Promise<(AuditEntry & { readonly sequence: number; readonly isErased: boolean })[]>;

  /**
   * Seals of the ledger by rising number, `after` a number. Every entry whose commit resolved is under a seal when this answers.
   * @param query - with `accountId` those under which it may have entries; others may be among them.
   */
  seals(query: Page & { accountId?: string | undefined }): Promise<LedgerSeal[]>;
  /** Hashes of seals by rising number, without a gap after `after`. */
  sealHashes(query: Page): Promise<string[]>;
  /** Number of the seal that an entry is under. */
  sealOf(log: LedgerLog, sequence: number): Promise<number | undefined>;
  /** The entries under a seal. */
  sealed(number: number): Promise<SealedEntries>;

  /** Records of a state, by rising sequence; those that are done have no body any more. */
  inbound(
    query: Page & {
      state: "recorded" | "parked" | "done";
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

  /** Collections in which an account has documents. */
  collections(accountId: string): Promise<string[]>;

  /**
   * When it resolves, no byte of what was deleted or overwritten before it was called is left in any file of the store: not in free pages, not in a
   * write-ahead log, not in a copy beside it. Takes time in proportion to the store, during which commits wait: called once for many deletions.
   * @throws {StoreError} `STORE_FULL`, `STORE_UNAVAILABLE`: to be called again.
   */
  scrub(): Promise<void>;

  /** Waits for the commit in flight and lets go of everything. A second call is harmless. */
  close(): Promise<void>;
}
