import type { SqliteDatabase } from "./sqlite-database.js";

/**
 * What a module named by the option `driver` exports. It is imported in the store's worker thread.
 * @example
 * // node-sqlite-driver.mjs
 * import { DatabaseSync } from "node:sqlite";
 * export const openDatabase = (path) => new DatabaseSync(path);
 */
export interface SqliteDriver {
  /** Opens the file, which exists; must not wait for locks. */
  openDatabase(path: string): SqliteDatabase;
}
