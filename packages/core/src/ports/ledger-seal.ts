import type { BatchHeader } from "../sealing/batch-header.js";
import type { SealedText } from "../sealing/sealed-text.js";

/** The seal over the entries of one commit group; see docs/ledger-format.md. */
export interface LedgerSeal {
  readonly header: BatchHeader;
  /** Of the header, as it was when it was sealed. */
  readonly hash: string;
  /** One for each entry, transfers first, as they were when they were sealed. */
  readonly leaves: readonly string[];
}

/** The entries of a batch, each log by rising sequence. One that is missing was taken away. */
export interface SealedEntries {
  readonly transfers: readonly SealedText[];
  readonly acts: readonly SealedText[];
}
