import { statSync } from "node:fs";
import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { StoreFailed } from "./store-failed.js";

/** Checked in some 20 ms; a file of 450 MB would take seconds. */
const SMALL_BYTES = 16 * 1024 * 1024;

/**
 * Looks for damaged pages: in small files always, in large ones when asked to or when there is reason to. A damaged page of a large file is
 * otherwise noticed by the read or commit that meets it.
 * @throws {StoreFailed} `STORE_CORRUPT`.
 */
export function checkPages(database: SqliteDatabase, path: string, isThorough: boolean): void {
  if (!isThorough && statSync(path).size > SMALL_BYTES) return;
  const [row] = database.prepare("PRAGMA quick_check(1)").all();
  if (column.text(row, "quick_check") === "ok") return;
  throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "SQLITE_CORRUPT" });
}
