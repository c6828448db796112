import type { SqliteDatabase, SqliteStatement } from "../database/sqlite-database.js";

/**
 * Runs work as one transaction, durable when it returns, and makes sure that one which failed stays gone.
 *
 * When the fsync of a commit fails, SQLite takes the transaction back in memory, but its frames lie in the write-ahead log, whole
 * and with a valid checksum: after a crash, recovery would bring back a group whose caller was told that nothing was kept. Closing and opening
 * again would bring it back at once. So the connection, which knows where the log really ends, is kept, and a tiny transaction is written over
 * the frames before the caller hears of the failure. Pages of the log that a failed fsync left in an unknown state are written anew by that.
 *
 * If the disk refuses to sync this too, it is written once more without a sync, so that no crash of the process brings the group back, and the
 * next commit that succeeds makes it durable. Of a fresh log SQLite syncs the head before it writes a frame: without that the frames of the
 * group would stay where they are. Only a loss of power in between, or a crash on a disk that takes no writes either, can bring the group back.
 */
export class Transactions {
  private readonly begin: SqliteStatement;
  private readonly commit: SqliteStatement;
  private readonly rollback: SqliteStatement;
  private readonly overwrite: SqliteStatement;
  private readonly restartLog: SqliteStatement;
  /** The log ends with frames of a transaction that failed. */
  private isUncertain = false;

  constructor(private readonly database: SqliteDatabase) {
    this.begin = database.prepare("BEGIN IMMEDIATE");
    this.commit = database.prepare("COMMIT");
    this.rollback = database.prepare("ROLLBACK");
    this.overwrite = database.prepare("UPDATE marks SET value = value + 1 WHERE name = 'overwrites'");
    this.restartLog = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  run<Result>(work: () => Result): Result {
    this.begin.run();
    let result: Result;
    try {
      result = work();
    } catch (error) {
      this.takeBack();
      throw error;
    }
    try {
      this.commit.run();
    } catch (error) {
      this.isUncertain = true;
      this.takeBack();
      this.makeCertain();
      throw error;
    }
    this.isUncertain = false;
    return result;
  }

  /** Writes over what a failed commit left in the log. Harmless when there is nothing. */
  makeCertain(): void {
    if (!this.isUncertain) return;
    try {
      this.writeOver();
      this.isUncertain = false;
      // Nothing of the failed transaction is left to be mistaken for a damaged group.
      this.restartLog.all();
    } catch {
      this.takeBack();
      if (this.isUncertain) this.writeOverUnsynced();
    }
  }

  private writeOver(): void {
    this.begin.run();
    this.overwrite.run();
    this.commit.run();
  }

  /** It stays uncertain: what is on the disk is not known before a sync succeeds. */
  private writeOverUnsynced(): void {
    try {
      this.database.exec("PRAGMA synchronous = OFF");
      this.writeOver();
    } catch {
      // The disk takes no writes either.
      this.takeBack();
    } finally {
      this.database.exec("PRAGMA synchronous = FULL");
    }
  }

  /** SQLite has already taken some failures back by itself; then there is no transaction, and it says so. */
  private takeBack(): void {
    try {
      this.rollback.run();
    } catch (error) {
      if (!(error instanceof Error && error.message.includes("no transaction is active"))) throw error;
    }
  }
}
