import { actText } from "../../sealing/act-text.js";
import { type BatchHeader, batchHeader, NO_BATCH } from "../../sealing/batch-header.js";
import { leafHash } from "../../sealing/leaf-hash.js";
import { merkleRoot } from "../../sealing/merkle-root.js";
import type { LedgerLog, SealedText } from "../../sealing/sealed-text.js";
import { transferText } from "../../sealing/transfer-text.js";
import type { AuditEntry } from "../audit-entry.js";
import type { LedgerEntry } from "../ledger-entry.js";
import type { LedgerSeal } from "../ledger-seal.js";
import type { MemoryLog } from "./memory-log.js";

interface Batch extends LedgerSeal {
  readonly transfers: readonly SealedText[];
  readonly acts: readonly SealedText[];
}

/**
 * Seals of a ledger in memory. Made when somebody asks, since nothing here would outlive a tampering process: sealing each group would cost every
 * message what nobody looks at. What was forgotten before is under no seal.
 */
export class MemorySeals {
  private readonly batches: Batch[] = [];
  private readonly sealed = { transfer: 0, act: 0 };

  constructor(
    private readonly ledger: MemoryLog<LedgerEntry>,
    private readonly audit: MemoryLog<AuditEntry>,
  ) {}

  page({ after = 0, limit }: { after?: number | undefined; limit: number }): LedgerSeal[] {
    this.seal();
    return this.batches.slice(after, after + limit);
  }

  of(log: LedgerLog, sequence: number): number | undefined {
    this.seal();
    return this.batches.find(({ transfers, acts }) =>
      (log === "transfer" ? transfers : acts).some((entry) => entry.sequence === sequence),
    )?.header.number;
  }

  entries(number: number): Batch | undefined {
    this.seal();
    return this.batches[number - 1];
  }

  /** Erases an entry's parts in the sealed text; the leaf stays. */
  erase(log: LedgerLog, sequence: number, erase: (parts: string) => string): void {
    const at = this.batches.findIndex(({ transfers, acts }) =>
      (log === "transfer" ? transfers : acts).some((entry) => entry.sequence === sequence),
    );
    const batch = this.batches[at];
    if (batch === undefined) return;
    const changed = (entries: readonly SealedText[]): SealedText[] =>
      entries.map((entry) => (entry.sequence === sequence ? { ...entry, parts: erase(entry.parts ?? "") } : entry));
    this.batches[at] =
      log === "transfer" ? { ...batch, transfers: changed(batch.transfers) } : { ...batch, acts: changed(batch.acts) };
  }

  private seal(): void {
    const transfers = this.ledger.since(this.sealed.transfer).map(({ sequence, entry }) => ({
      sequence,
      owner: entry.messageId,
      head: transferText.head(entry),
      parts: transferText.parts(entry),
    }));
    const acts = this.audit.since(this.sealed.act).map(({ sequence, entry }) => ({
      sequence,
      owner: entry.accountId,
      head: actText.head(entry),
      parts: actText.parts(entry),
    }));
    if (transfers.length + acts.length === 0) return;
    const leaves = [
      ...transfers.map((entry) => leafHash("transfer", entry)),
      ...acts.map((entry) => leafHash("act", entry)),
    ];
    const header: BatchHeader = {
      number: this.batches.length + 1,
      previous: this.batches.at(-1)?.hash ?? NO_BATCH,
      sealedAtMs: Date.now(),
      firstTransfer: transfers[0]?.sequence ?? this.sealed.transfer + 1,
      transfers: transfers.length,
      firstAct: acts[0]?.sequence ?? this.sealed.act + 1,
      acts: acts.length,
      root: merkleRoot(leaves),
    };
    this.sealed.transfer = transfers.at(-1)?.sequence ?? this.sealed.transfer;
    this.sealed.act = acts.at(-1)?.sequence ?? this.sealed.act;
    this.batches.push({ header, hash: batchHeader.hash(header), leaves, transfers, acts });
  }
}
