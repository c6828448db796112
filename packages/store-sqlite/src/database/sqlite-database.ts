/** What SQLite stores and gives back. Integers beyond 2^53 do not occur. */
export type SqliteValue = string | number | Uint8Array | null;

export interface SqliteStatement {
  /** @returns how many rows the statement itself inserted, changed or deleted. */
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  /** @returns the first row as an object with a property per column, in the order of the columns. */
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): unknown[];
}

/**
 * As much of a SQLite library as the store needs. A database of `libsql`, `better-sqlite3` and `node:sqlite` satisfies it as it is. SQLite
 * must be 3.38 or newer. Errors carry `code: "SQLITE_…"` or, as those of `node:sqlite`, a numeric `errcode`.
 */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  close(): unknown;
}
