import type { LedgerLog } from "@plugboard/core/sealing";

/** What does not hold, by what somebody would do about it. */
export type FindingCode =
  /** An entry says something else than when it was sealed. */
  | "ENTRY_CHANGED"
  /** An entry that was sealed is not there. */
  | "ENTRY_MISSING"
  /** An entry is there that no seal covers. */
  | "ENTRY_ADDED"
  /** The entry is as it was sealed, the leaf kept beside it is not. */
  | "LEAF_CHANGED"
  /** The header of a batch, or a hash that belongs to it, is not as it was. */
  | "BATCH_CHANGED"
  /** A batch is not there. */
  | "BATCH_MISSING"
  /** Lines or batches are in another order. */
  | "ORDER_CHANGED"
  /** The ledger does not contain what the checkpoint says it contained. */
  | "CHECKPOINT_MISMATCH"
  /** Less is there than the checkpoint, or the file itself, says. */
  | "TRUNCATED"
  /** A signature does not fit, or is of another key than the one given. */
  | "SIGNATURE_INVALID"
  /** A line cannot be read. */
  | "LINE_UNREADABLE"
  /** Bytes of the file were changed, in a place that no other check covers. */
  | "FILE_CHANGED"
  /** A record of an evidence bundle that no sealed act stands for. */
  | "EVIDENCE_UNSEALED"
  /** The database itself is damaged. */
  | "DATABASE_DAMAGED";

/** One thing that does not hold, and where. Never what an entry says. */
export interface Finding {
  readonly code: FindingCode;
  /** In words. */
  readonly what: string;
  readonly batch?: number | undefined;
  readonly log?: LedgerLog | undefined;
  /** Of the entry, in its log. */
  readonly sequence?: number | undefined;
  /** The field in which one byte was changed; absent where more than that was, or nobody can tell. */
  readonly field?: string | undefined;
  /** Of an export, from 1. */
  readonly line?: number | undefined;
}

/** What was verified, and what was found. */
export interface LedgerReport {
  readonly kind: "database" | "ledger" | "evidence";
  /** True when nothing was found. */
  readonly verified: boolean;
  readonly batches: number;
  readonly transfers: number;
  readonly acts: number;
  /** Entries out of which a person was taken: they verify, their references are gone. */
  readonly erased: number;
  /** Of a database: entries from before sealing began. */
  readonly unsealed: number;
  /** The state that was compared with, and whether its signature is of the key that was given. */
  readonly checkpoint:
    | {
        readonly batches: number;
        readonly head: string;
        readonly tree: string;
        readonly key: string | undefined;
        readonly isKeyKnown: boolean;
      }
    | undefined;
  /** Of an evidence bundle. */
  readonly evidence: Readonly<Record<string, number>> | undefined;
  readonly findings: readonly Finding[];
  /** There were more than are listed. */
  readonly more: number;
}
