import { leafHash, type LedgerLog, merkleRoot } from "@plugboard/core/sealing";
import type { ReportBook } from "../verify/report-book.js";
import type { EntryReader } from "./entry-reader.js";
import type { SealRow } from "./read-seals.js";

/** Compares the entries under a seal with its leaves: names those that are missing, added or changed. */
export function verifyBatch(book: ReportBook, seal: SealRow, transfers: EntryReader, acts: EntryReader): void {
  const { header, leaves, number } = seal;
  if (header === undefined) return;
  const mayTrustLeaves = merkleRoot(leaves) === header.root;
  const found: (string | undefined)[] = [];
  const walk = (reader: EntryReader, log: LedgerLog, first: number, count: number): void => {
    let expected = first;
    const miss = (to: number): void => {
      for (; expected < to; expected += 1) {
        found.push(undefined);
        book.find({ code: "ENTRY_MISSING", what: "the entry was taken away", batch: number, log, sequence: expected });
      }
    };
    for (let entry = reader.next(first + count); entry !== undefined; entry = reader.next(first + count)) {
      if (entry.sequence < first) {
        book.find({ code: "ENTRY_ADDED", what: "no seal covers the entry", log, sequence: entry.sequence });
        continue;
      }
      miss(entry.sequence);
      expected += 1;
      const leaf = leafHash(log, entry);
      const sealed = leaves[found.length];
      found.push(leaf);
      book.entry(log, entry.parts);
      if (leaf !== sealed && sealed !== undefined && mayTrustLeaves)
        book.changed(log, entry, sealed, { batch: number });
    }
    miss(first + count);
  };
  walk(transfers, "transfer", header.firstTransfer, header.transfers);
  walk(acts, "act", header.firstAct, header.acts);
  if (mayTrustLeaves || found.includes(undefined)) return;
  // The leaves were changed, not the entries, when the entries still make the root.
  const isSound = merkleRoot(found.map((leaf) => leaf ?? "")) === header.root;
  for (const [position, leaf] of found.entries())
    if (leaf !== leaves[position]) {
      const log = position < header.transfers ? "transfer" : "act";
      const sequence =
        log === "transfer" ? header.firstTransfer + position : header.firstAct + position - header.transfers;
      const what = isSound ? "the leaf kept beside it was changed" : "the entry and its leaf are not the same";
      book.find({ code: isSound ? "LEAF_CHANGED" : "ENTRY_CHANGED", what, batch: number, log, sequence });
    }
}
