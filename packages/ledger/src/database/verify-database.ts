import type { KeyObject } from "node:crypto";
import { batchHeader, CompactRange, type LedgerCheckpoint, merkleRoot, NO_BATCH } from "@plugboard/core/sealing";
import { compareCheckpoint, type TreeState } from "../verify/compare-checkpoint.js";
import type { LedgerReport } from "../verify/finding.js";
import { ReportBook } from "../verify/report-book.js";
import { requirePublicKey } from "../verify/require-public-key.js";
import { EntryReader } from "./entry-reader.js";
import { openReadOnly, type ReadOnlyDatabase } from "./open-read-only.js";
import { readSeals, type SealRow } from "./read-seals.js";
import { verifyBatch } from "./verify-batch.js";

export interface DatabaseOptions {
  /** A state the ledger is known to have had: without one, nobody can tell that its end was taken away. */
  readonly checkpoint?: LedgerCheckpoint | undefined;
  readonly key?: KeyObject | undefined;
  /** Told now and then how far it is. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Verifies the ledger in the file of a store that no host has open. The file is not written to.
 * @throws {DatabaseUnreadable} @throws {OptionInvalidError} a `key` that is none.
 */
export function verifyDatabase(path: string, options: DatabaseOptions = {}): LedgerReport {
  requirePublicKey(options.key);
  const database = openReadOnly(path);
  const book = new ReportBook();
  try {
    verifyAll(database, book, options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    book.find({
      code: "DATABASE_DAMAGED",
      what: "SQLite says that the file is damaged: restore a backup and verify that",
    });
  } finally {
    database.close();
  }
  return book.report("database");
}

function verifyAll(
  database: ReadOnlyDatabase,
  book: ReportBook,
  { checkpoint, key, onProgress }: DatabaseOptions,
): void {
  const transfers = new EntryReader(database, "transfer");
  const acts = new EntryReader(database, "act");
  const total = transfers.last + acts.last;
  const tree = new CompactRange();
  let atCheckpoint: TreeState | undefined;
  let last: SealRow | undefined;
  for (const seal of readSeals(database)) {
    if (last === undefined) book.counts.unsealed = transfers.skipTo(seal) + acts.skipTo(seal);
    checkPlace(book, seal, last);
    verifyBatch(book, seal, transfers, acts);
    last = seal;
    book.counts.batches += 1;
    const hash = seal.header === undefined ? seal.hash : batchHeader.hash(seal.header);
    tree.add(hash);
    if (tree.size === checkpoint?.batches) atCheckpoint = { batches: tree.size, head: hash, tree: tree.root() };
    if (seal.number % 256 === 0) onProgress?.(book.counts.transfers + book.counts.acts, total);
  }
  for (const reader of [transfers, acts])
    for (const { sequence } of last === undefined ? [] : reader.rest())
      book.find({ code: "ENTRY_ADDED", what: "no seal covers the entry", log: reader.log, sequence });
  if (last === undefined) book.counts.unsealed = transfers.count() + acts.count();
  onProgress?.(total, total);
  if (checkpoint === undefined) return;
  const now = { batches: tree.size, head: "", tree: "" };
  compareCheckpoint(book, checkpoint, atCheckpoint ?? now, { key });
}

/** Each batch follows the one before: number, hash, and where its entries begin. */
function checkPlace(book: ReportBook, { number, header, hash, leaves }: SealRow, last: SealRow | undefined): void {
  const expected = (last?.number ?? 0) + 1;
  if (number !== expected)
    book.find({
      code: "BATCH_MISSING",
      what:
        number === expected + 1 ? `batch ${expected} is missing` : `batches ${expected} to ${number - 1} are missing`,
      batch: expected,
    });
  const changed = (what: string): void => book.find({ code: "BATCH_CHANGED", what, batch: number });
  if (header === undefined) {
    changed("the header cannot be read");
    return;
  }
  if (header.number !== number) changed("the header is of another batch");
  const isSealed = batchHeader.hash(header) === hash;
  if (!isSealed) changed("the header is not as it was sealed");
  if (number === expected && header.previous !== (last?.hash ?? NO_BATCH))
    changed(
      isSealed ? "the batch before is another one than when this was sealed" : "the header names another batch before",
    );
  if (header.root !== merkleRoot(leaves)) changed("the leaves kept with the batch do not make its root");
  if (last?.header === undefined || number !== expected) return;
  if (
    header.firstTransfer !== last.header.firstTransfer + last.header.transfers ||
    header.firstAct !== last.header.firstAct + last.header.acts
  )
    changed("its entries do not follow those of the batch before");
}

function isDamage(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB" || code.startsWith("SQLITE_IOERR");
}
