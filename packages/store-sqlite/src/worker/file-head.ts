import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
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
  let fileBytes: number;
  try {
    sizeBytes = readSync(file, head, 0, HEAD_BYTES, 0);
    fileBytes = fstatSync(file).size;
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
  // SQLite takes the missing end of the last page for zeros; a page that was written half is whole again from a log.
  if (fileBytes % pageBytes(head) !== 0 && !["-wal", "-journal"].some((end) => hasBytes(path + end)))
    throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "FILE_CUT" });
}

/** 65,536 does not fit in its two bytes and is written as 1 (https://www.sqlite.org/fileformat.html#page_size). */
function pageBytes(head: Buffer): number {
  const written = head.readUInt16BE(16);
  return written === 1 ? 65_536 : Math.max(written, 512);
}

const hasBytes = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** @param found - `PRAGMA user_version`. */
export function refuseNewer(path: string, found: number): void {
  const known = ALL_MIGRATIONS.at(-1)?.version ?? 0;
  if (found > known) throw new StoreFailed({ code: "STORE_VERSION", path, found, known });
}
