import type { SqliteDatabase } from "../database/sqlite-database.js";
import type { SqliteDriver } from "../database/sqlite-driver.js";
import type { RecoveryReport } from "../recovery-report.js";
import { checkPages } from "./check-pages.js";
import { column } from "./column.js";
import { examineLog } from "./examine-log.js";
import { failureOf } from "./failure-of.js";
import { examineHead } from "./file-head.js";
import { lockNote } from "./lock-note.js";
import { migrate } from "./migrate.js";
import { schemaVersion } from "./schema-version.js";
import { secureFiles } from "./secure-files.js";
import { StoreFailed } from "./store-failed.js";
import type { WorkerSettings } from "./worker-settings.js";

/**
 * Opens the file for this process alone.
 * - `locking_mode=EXCLUSIVE`: the system's lock on the file is held until the process ends, so a paused process keeps it and a killed one
 *   loses it; it also spares the shared-memory file.
 * - `synchronous=FULL`: a commit returns after the fsync of the write-ahead log.
 * - `wal_autocheckpoint=2000`: the log is moved into the database and begun anew every 8 MB, half as often as by default. Its two fsyncs
 *   are a stall that every caller shares.
 * - `secure_delete=ON`: what is deleted or emptied is overwritten with zeros. Measured: no difference beyond the noise, since hardly
 *   anything is deleted.
 * @throws {StoreFailed} every code of `Store.open`.
 */
export function openDatabase(
  driver: SqliteDriver,
  settings: WorkerSettings,
): { database: SqliteDatabase; recovery: RecoveryReport | undefined } {
  const { path } = settings;
  secureFiles(path);
  const ownerBefore = lockNote.read(path);
  if (ownerBefore !== process.pid) examineHead(path);
  const database = driver.openDatabase(path);
  try {
    const recovery = prepare(database, settings);
    return { database, recovery };
  } catch (error) {
    database.close();
    const failure = failureOf(error, path);
    if (failure.code !== "STORE_LOCKED" || ownerBefore === undefined) throw new StoreFailed(failure);
    throw new StoreFailed({ ...failure, processId: ownerBefore });
  }
}

function prepare(database: SqliteDatabase, { path, check }: WorkerSettings): RecoveryReport | undefined {
  database.exec("PRAGMA locking_mode = EXCLUSIVE");
  // The first read takes the lock and recovers; nothing is written before the log was examined.
  const version = schemaVersion(database, path);
  const recovery = examineLog(path);
  const [mode] = database.prepare("PRAGMA journal_mode = WAL").all();
  if (column.text(mode, "journal_mode") !== "wal") {
    throw new StoreFailed({ code: "STORE_UNAVAILABLE", path, systemCode: "NO_WRITE_AHEAD_LOG" });
  }
  database.exec(
    "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 2000",
  );
  database.exec("BEGIN EXCLUSIVE; COMMIT");
  lockNote.write(path);
  // The head of the file itself tells from now on what it is.
  if (migrate(database, version)) database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
  checkPages(database, path, check === "full" || (recovery?.isDamaged ?? false));
  return recovery;
}
