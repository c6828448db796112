import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import Database from "libsql";

/** As many of SQLite's values as the tables of a store have. */
export type Column = string | number | Buffer | ArrayBuffer | null;

/** A store's database, which is not written to. */
export interface ReadOnlyDatabase {
  rows(sql: string, ...values: (string | number)[]): unknown[];
  close(): void;
}

/** Why a database cannot be looked at; `why` is for people. */
export class DatabaseUnreadable extends Error {
  override readonly name = "DatabaseUnreadable";

  constructor(
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(why, options);
  }
}

const MAGIC = "SQLite format 3\0";

export function isDatabase(path: string): boolean {
  const head = Buffer.alloc(MAGIC.length);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString("latin1") === MAGIC;
}

/**
 * Refuses a store that a host has open, before the file is touched: opening and closing it in the host's own process would take away the lock that
 * keeps others out. A host that was killed leaves part of the store in the write-ahead log, which only a host may move: the file would be written to.
 * @throws {DatabaseUnreadable}
 */
export function refuseInUse(path: string): void {
  const log = `${path}-wal`;
  if (existsSync(`${path}-lock`) || (existsSync(log) && statSync(log).size > 0))
    throw new DatabaseUnreadable(
      "the store is open in a host, or was not closed: verify a copy made by backup(), an export, or open and close it once",
    );
}

/** Opens a store that no host has open. @throws {DatabaseUnreadable} */
export function openReadOnly(path: string): ReadOnlyDatabase {
  refuseInUse(path);
  let database: InstanceType<typeof Database>;
  try {
    database = new Database(path, { readonly: true });
    database.exec("PRAGMA query_only = ON");
    database.prepare("SELECT count(*) FROM ledger_seals").all();
  } catch (cause) {
    throw new DatabaseUnreadable(reasonOf(cause), { cause });
  }
  return {
    rows: (sql, ...values) => database.prepare(sql).all(...values),
    close: () => database.close(),
  };
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : "";
  if (message.includes("no such table")) return "the database has no sealed ledger: it is another program's, or older";
  if (message.includes("locked")) return "the store is open in a host: verify a copy made by backup(), or an export";
  return "the database cannot be opened";
}
