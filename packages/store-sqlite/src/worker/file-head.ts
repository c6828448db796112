import { closeSync, openSync, readSync } from "node:fs";
import { ALL_MIGRATIONS } from "../migrations/all-migrations.js";
import { StoreFailed } from "./store-failed.js";

/** "PLUG" in ASCII; `PRAGMA application_id` of every store. */
export const APPLICATION_ID = 0x504c5547;

const HEAD_BYTES = 100;
const MAGIC = "SQLite format 3\0";

/**
 * Refuses, before SQLite touches it, a file that is no database, that belongs to another program, or that a newer version wrote. Closing a
 * database makes SQLite move its write-ahead log into the file, so looking at it by SQLite could already change it.
 *
 * Not to be called when this process has the store open: closing the file would drop the process's lock on it.
 */
export function examineHead(path: string): void {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, "r");
  let sizeBytes: number;
  try {
    sizeBytes = readSync(file, head, 0, HEAD_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (sizeBytes === 0) return;
  if (sizeBytes < HEAD_BYTES || head.toString("latin1", 0, MAGIC.length) !== MAGIC) {
    throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "SQLITE_NOTADB" });
  }
  const applicationId = head.readUInt32BE(68);
  if (applicationId === 0) return; // new, or a crash came before the first checkpoint
  if (applicationId !== APPLICATION_ID) {
    throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "NOT_A_STORE" });
  }
  refuseNewer(path, head.readUInt32BE(60));
}

/** @param found - `PRAGMA user_version`. */
export function refuseNewer(path: string, found: number): void {
  const known = ALL_MIGRATIONS.at(-1)?.version ?? 0;
  if (found > known) throw new StoreFailed({ code: "STORE_VERSION", path, found, known });
}
