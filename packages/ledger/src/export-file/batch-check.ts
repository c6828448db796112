import {
  actText,
  type BatchHeader,
  batchHeader,
  leafHash,
  LedgerFormatError,
  type LedgerLog,
  type SealedText,
  sparseTree,
  transferText,
} from "@plugboard/core/sealing";
import type { ReportBook } from "../verify/report-book.js";
import type { Line } from "./line-schemas.js";

/** One batch of an export while its entries are read. */
export class BatchCheck {
  readonly header: BatchHeader;
  readonly hash: string;
  private readonly leaves = new Map<number, string>();
  private isSound = true;
  private last = -1;

  constructor(
    private readonly book: ReportBook,
    private readonly batch: Line<"batch">,
    private readonly line: number,
  ) {
    const { number, previous, sealedAtMs, firstTransfer, transfers, firstAct, acts, root } = batch;
    this.header = { number, previous, sealedAtMs, firstTransfer, transfers, firstAct, acts, root };
    this.hash = batchHeader.hash(this.header);
    if (this.hash !== batch.hash) this.find("BATCH_CHANGED", "the header is not as it was sealed");
  }

  /** @returns the entry, as it is sealed, with what its act or transfer says. */
  entry(shown: Line<"transfer"> | Line<"act">, line: number): SealedText {
    const log: LedgerLog = shown.kind;
    const entry = sealedTextOf(shown);
    const { sequence } = entry;
    const first = log === "transfer" ? this.header.firstTransfer : this.header.firstAct;
    const count = log === "transfer" ? this.header.transfers : this.header.acts;
    const where = { batch: this.header.number, log, sequence, line };
    if (sequence < first || sequence >= first + count || this.leaves.has(this.positionOf(log, sequence))) {
      this.isSound = false;
      this.book.find({ code: "ENTRY_ADDED", what: "the batch has no such entry, or has it twice", ...where });
      return entry;
    }
    const position = this.positionOf(log, sequence);
    if (position < this.last) this.book.find({ code: "ORDER_CHANGED", what: "entries are in another order", ...where });
    this.last = position;
    this.leaves.set(position, shown.leaf);
    this.book.entry(log, entry.parts);
    if (leafHash(log, entry) !== shown.leaf) {
      this.book.changed(log, entry, shown.leaf, { batch: this.header.number, line });
    }
    return entry;
  }

  end(): void {
    const { shown, hashes } = this.batch;
    for (const position of shown) {
      if (this.leaves.has(position)) continue;
      this.isSound = false;
      const { transfers, firstTransfer, firstAct, number } = this.header;
      const log: LedgerLog = position < transfers ? "transfer" : "act";
      const sequence = log === "transfer" ? firstTransfer + position : firstAct + position - transfers;
      const what = "the entry was taken out of the file";
      this.book.find({ code: "ENTRY_MISSING", what, batch: number, log, sequence, line: this.line });
    }
    if (!this.isSound) return;
    const ordered = [...this.leaves].sort(([one], [other]) => one - other);
    const size = this.header.transfers + this.header.acts;
    try {
      if (ordered.length !== shown.length) throw new LedgerFormatError("positions of a batch");
      if (sparseTree.root(size, ordered, hashes) === this.header.root) return;
    } catch (error) {
      if (!(error instanceof LedgerFormatError)) throw error;
    }
    this.find("BATCH_CHANGED", "entries, leaves and hashes do not make the batch's root");
  }

  private find(code: "BATCH_CHANGED", what: string): void {
    this.book.find({ code, what, batch: this.header.number, line: this.line });
  }

  private positionOf(log: LedgerLog, sequence: number): number {
    const { firstTransfer, firstAct, transfers } = this.header;
    return log === "transfer" ? sequence - firstTransfer : transfers + sequence - firstAct;
  }
}

function sealedTextOf(shown: Line<"transfer"> | Line<"act">): SealedText {
  const { sequence } = shown;
  const parts = shown.parts.join("\n");
  if (shown.kind === "act")
    return { sequence, owner: shown.accountId, head: actText.head({ ...shown, subject: "", details: "" }), parts };
  const personal = { contentHash: "", providerMessageId: undefined, recipients: [] };
  const { code, providerReceivedAtMs } = shown;
  const head = transferText.head({ ...shown, code, providerReceivedAtMs, ...personal });
  return { sequence, owner: shown.messageId, head, parts };
}
