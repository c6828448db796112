/** Names of the statements a group is made of; each takes one JSON array of rows. */
export type StepName =
  | "message-insert"
  | "message-insert-fresh"
  | "message-update"
  | "message-update-named"
  | "message-update-receipt"
  | "blob-insert"
  | "ledger-insert"
  | "inbound-insert"
  | "inbound-update"
  | "audit-insert"
  | "document-put"
  | "document-delete";

export interface GroupStep {
  readonly name: StepName;
  /** JSON array of rows, each a JSON array in the order of the statement's columns. */
  readonly rows: string;
  readonly count: number;
}

/**
 * A group as it crosses to the worker: one JSON text per kind of write, which SQLite itself takes apart. Cloning many small objects
 * between threads costs more than all of the SQL, and so does binding many small values one by one.
 */
export interface EncodedGroup {
  readonly steps: readonly GroupStep[];
  /** `message_contents`: sequence, content, sequence, content, … */
  readonly contents: readonly (number | string)[];
  /** What `blob-insert` and `inbound-insert` refer to by offset and length. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** A write left out, by its position among the rows of its step. */
export interface EncodedConflict {
  readonly step: "message" | "inbound";
  readonly position: number;
  readonly existingId: string;
  readonly contentHash: string;
  readonly acceptedAtMs: number;
}
