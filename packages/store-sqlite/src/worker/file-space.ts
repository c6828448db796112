import type { SqliteDatabase } from "../database/sqlite-database.js";
import type { StoreSpace } from "../store-space.js";
import { column } from "./column.js";
import type { Transactions } from "./transactions.js";

/** How large the file is, and how it becomes smaller. */
export class FileSpace {
  constructor(
    private readonly database: SqliteDatabase,
    private readonly transactions: Transactions,
  ) {}

  now(): StoreSpace {
    const pageBytes = this.number("page_size");
    return { sizeBytes: this.number("page_count") * pageBytes, freeBytes: this.number("freelist_count") * pageBytes };
  }

  /** Writes every row anew, in one transaction: a crash leaves the file as it was or compact. The log, which then holds all of it, is emptied. */
  compact(): StoreSpace {
    this.transactions.makeCertain();
    this.database.exec("VACUUM");
    this.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    return this.now();
  }

  private number(pragma: string): number {
    const [row] = this.database.prepare(`PRAGMA ${pragma}`).all();
    return column.number(row, pragma);
  }
}
