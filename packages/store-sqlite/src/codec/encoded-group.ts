/** Values that cross to the worker and into SQLite as they are. */
export type FlatValue = string | number | null;

/** Inserts of one table: the values of all rows one after another. */
export type InsertName = "messages-fresh" | "messages" | "message-contents" | "ledger" | "inbound" | "audit";

/** Changes, and inserts that are rare. */
export type ChangeName =
  | "message-change"
  | "message-change-named"
  | "message-receipt"
  | "message-blobs"
  | "inbound-change"
  | "document-put"
  | "document-delete";

export interface InsertStep {
  readonly name: InsertName;
  readonly values: readonly FlatValue[];
}

export interface ChangeStep {
  readonly name: ChangeName;
  /** JSON array of rows, each a JSON array in the order of the statement. */
  readonly rows: string;
}

/**
 * A group as it crosses to the worker, gathered by kind, in the order in which it is applied. Cloning one flat array of primitives costs a
 * fraction of cloning objects. Inserts are bound many rows to a statement; changes are handed over as one JSON text that SQLite takes
 * apart itself, since a statement per row would cost more than its change.
 */
export interface EncodedGroup {
  readonly steps: readonly (InsertStep | ChangeStep)[];
  /** What the rows of `message-blobs` and `inbound` refer to by offset and length. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** A write left out, by its position among the messages or among the deliveries of the group. */
export interface EncodedConflict {
  readonly kind: "message" | "inbound";
  readonly position: number;
  readonly existingId: string;
  readonly contentHash: string;
  readonly acceptedAtMs: number;
}
