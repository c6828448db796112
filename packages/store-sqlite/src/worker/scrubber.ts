import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";
import { clearResidue } from "./clear-residue.js";
import { column } from "./column.js";
import type { Transactions } from "./transactions.js";

/** Pages looked at before commits get their turn: a few milliseconds. */
const STEP_PAGES = 256;

/**
 * Leaves no byte of what was deleted. Rows are overwritten as they are deleted (`secure_delete`); what is left are copies in the gaps of pages, which
 * are cleared page by page through `sqlite_dbpage`, and the log. A library without that table writes the whole file anew instead.
 */
export class Scrubber {
  private read: SqliteStatement | undefined;
  private write: SqliteStatement | undefined;

  constructor(
    private readonly database: SqliteDatabase,
    private readonly transactions: Transactions,
  ) {}

  /**
   * One step. Every page is written in a transaction, so that a crash leaves it as it was or cleared.
   * @param after - the last page that is clean, 0 to begin.
   * @returns the page to go on after; `undefined` when nothing is left.
   */
  step(after: number): number | undefined {
    this.transactions.makeCertain();
    if (after === 0 && !this.isPossible()) {
      this.database.exec("VACUUM");
      this.emptyLog();
      return undefined;
    }
    const [count] = this.database.prepare("PRAGMA page_count").all();
    const pages = column.number(count, "page_count");
    const to = Math.min(after + STEP_PAGES, pages);
    this.clear(after + 1, to);
    if (to < pages) return to;
    this.emptyLog();
    return undefined;
  }

  private clear(from: number, to: number): void {
    const changed: [number, Buffer][] = [];
    for (let number = from; number <= to; number += 1) {
      const [row] = this.read?.all(number) ?? [];
      const bytes = column.bytes(row, "data");
      const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (clearResidue(page, number)) changed.push([number, page]);
    }
    if (changed.length === 0) return;
    this.transactions.run(() => {
      for (const [number, page] of changed) this.write?.run(page, number);
    });
  }

  /** It holds pages from before and from now. */
  private emptyLog(): void {
    this.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
  }

  /** Whether the library has the table of pages, and lets it be written. */
  private isPossible(): boolean {
    if (this.read !== undefined) return true;
    try {
      const read = this.database.prepare("SELECT data FROM sqlite_dbpage WHERE pgno = ?");
      const write = this.database.prepare("UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?");
      const [first] = read.all(1);
      this.transactions.run(() => write.run(column.bytes(first, "data"), 1));
      this.read = read;
      this.write = write;
      return true;
    } catch {
      // No such table, or one that is only read: the caller has another way.
      return false;
    }
  }
}
