import type { SqliteDatabase } from "../database/sqlite-database.js";
import { column } from "./column.js";
import { APPLICATION_ID, refuseNewer } from "./file-head.js";
import { StoreFailed } from "./store-failed.js";

/**
 * Reads only.
 * @returns the version of the tables, 0 in an empty file.
 * @throws {StoreFailed} `STORE_CORRUPT` for another program's database, `STORE_VERSION` for a newer store.
 */
export function schemaVersion(database: SqliteDatabase, path: string): number {
  const one = (sql: string) => database.prepare(sql).all()[0];
  const applicationId = column.number(one("PRAGMA application_id"), "application_id");
  const count = column.number(one("SELECT count(*) AS count FROM sqlite_schema"), "count");
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || count > 0)) {
    throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "NOT_A_STORE" });
  }
  const found = column.number(one("PRAGMA user_version"), "user_version");
  refuseNewer(path, found);
  return found;
}
