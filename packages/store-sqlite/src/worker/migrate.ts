import type { SqliteDatabase } from "../database/sqlite-database.js";
import { ALL_MIGRATIONS } from "../migrations/all-migrations.js";
import { column } from "./column.js";
import { APPLICATION_ID, refuseNewer } from "./file-head.js";
import { StoreFailed } from "./store-failed.js";

/**
 * Brings the tables forward to the version this package knows, each step in a transaction of its own.
 * @returns true when something was changed.
 */
export function migrate(database: SqliteDatabase, path: string): boolean {
  const one = (sql: string) => database.prepare(sql).all()[0];
  const applicationId = column.number(one("PRAGMA application_id"), "application_id");
  const count = column.number(one("SELECT count(*) AS count FROM sqlite_schema"), "count");
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || count > 0)) {
    throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "NOT_A_STORE" });
  }
  const found = column.number(one("PRAGMA user_version"), "user_version");
  refuseNewer(path, found);
  const missing = ALL_MIGRATIONS.filter(({ version }) => version > found);
  for (const { version, sql } of missing) {
    database.exec(
      `BEGIN IMMEDIATE; ${sql} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}; COMMIT`,
    );
  }
  return missing.length > 0;
}
