/** An entry as it is sealed; see docs/ledger-format.md. */
export interface SealedText {
  /** Its number in its log, from 1. */
  readonly sequence: number;
  /** Of a transfer the message's id, of an act the account's. */
  readonly owner: string;
  readonly head: string;
  /** Lines, see `partLine`; `undefined` for an entry from before ledgers were sealed. */
  readonly parts: string | undefined;
}

/** The two logs that share a chain of seals. */
export type LedgerLog = "transfer" | "act";
