import type { StoreWrite } from "@plugboard/core";
import type { PackedRows } from "./packed-rows.js";

/** What is inserted by itself; rows in the order of the columns, see `INSERT_STATEMENTS`. */
export type InsertName = "messages" | "ledger" | "inbound" | "audit";

export interface InsertStep extends PackedRows {
  readonly name: InsertName;
  /** Of messages and inbound: sequence of the first row, those of the others follow it without a gap. */
  readonly first: number;
  /** Of messages and inbound: position of the first row among those of the group. */
  readonly position: number;
  /** Of messages. */
  readonly fresh: FreshRows | undefined;
}

/** Which inserted messages are fresh, see {@link isFresh}. */
export interface FreshRows {
  readonly channelIds: readonly string[];
  /** Index into `channelIds` for each row; -1 where it is not fresh. */
  readonly channels: readonly number[];
}

/** What receipts change: sequence, status and provider's id of each message. */
export interface ReceiptStep extends PackedRows {
  readonly name: "message-receipts";
  readonly sequences: readonly number[];
}

/** Changes, and inserts that are rare: a JSON array of rows, each a JSON array in the order of the statement. */
export type ChangeName =
  | "message-blobs"
  | "message-changes"
  | "inbound-changes"
  | "message-delete"
  | "message-delete-state"
  | "message-delete-blobs"
  | "inbound-delete"
  | "document-put"
  | "document-delete";

export interface ChangeStep {
  readonly name: ChangeName;
  readonly rows: string;
  /** Of `message-changes` and `message-delete`. */
  readonly sequences: readonly number[];
}

/**
 * A group as it crosses to the worker, gathered by kind, in the order in which it is applied. What most groups consist of is packed; the rest is
 * handed over as one JSON text that SQLite takes apart itself, since a statement per row would cost more than its change.
 */
export interface EncodedGroup {
  readonly steps: readonly (InsertStep | ChangeStep | ReceiptStep)[];
  /** What the rows of `message-blobs` refer to by offset and length. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** What is taken out of entries of the ledger that are there already. */
  readonly erasures: readonly LedgerErasure[];
}

/** See `StoreWrite`. */
export type LedgerErasure = Extract<StoreWrite, { kind: "ledger-erase" }>;

/** A write left out, by its position among the messages or among the deliveries of the group. */
export interface EncodedConflict {
  readonly kind: "message" | "inbound";
  readonly position: number;
  readonly existingId: string;
  readonly contentHash: string;
  readonly acceptedAtMs: number;
}
