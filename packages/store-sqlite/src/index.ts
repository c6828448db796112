export { type SqliteDatabase, type SqliteStatement, type SqliteValue } from "./database/sqlite-database.js";
export { type SqliteDriver } from "./database/sqlite-driver.js";
export { type RecoveryReport } from "./recovery-report.js";
export { type SqliteStoreOptions } from "./sqlite-store-options.js";
export { sqliteStore, type SqliteStore } from "./sqlite-store.js";
export { type StoreSpace } from "./store-space.js";
