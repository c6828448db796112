import type { SqliteDatabase } from "../database/sqlite-database.js";
import { ALL_MIGRATIONS } from "../migrations/all-migrations.js";
import { APPLICATION_ID } from "./file-head.js";

/**
 * Brings the tables forward to the version this package knows, each step in a transaction of its own.
 * @param found - the version they have.
 * @returns true when something was changed.
 */
export function migrate(database: SqliteDatabase, found: number): boolean {
  const missing = ALL_MIGRATIONS.filter(({ version }) => version > found);
  for (const { version, sql } of missing) {
    database.exec(
      `BEGIN IMMEDIATE; ${sql} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}; COMMIT`,
    );
  }
  return missing.length > 0;
}
