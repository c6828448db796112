import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { RowUnreadable } from "../codec/row-unreadable.js";
import { StoreFailed } from "./store-failed.js";
import type { StoreFailure } from "./store-failure.js";

/** Primary result codes, for libraries that give a number. */
const NAMES: Readonly<Record<number, string>> = {
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  26: "SQLITE_NOTADB",
};
/** So little that a group does not fit. */
const FULL_BELOW_BYTES = 64 * 1024;

/** What an error of SQLite or of the file system means for the caller. @param path - the database. */
export function failureOf(error: unknown, path: string): StoreFailure {
  if (error instanceof StoreFailed) return error.failure;
  const systemCode = systemCodeOf(error);
  if (error instanceof RowUnreadable) return { code: "STORE_CORRUPT", path, systemCode: "ROW_UNREADABLE" };
  if (systemCode.startsWith("SQLITE_CORRUPT") || systemCode === "SQLITE_NOTADB") {
    return { code: "STORE_CORRUPT", path, systemCode };
  }
  if (systemCode.startsWith("SQLITE_BUSY") || systemCode === "SQLITE_LOCKED") {
    return { code: "STORE_LOCKED", path, systemCode };
  }
  const isFull = systemCode === "SQLITE_FULL" || systemCode === "ENOSPC" || systemCode === "EDQUOT";
  // A full disk also shows as a failed fsync, which SQLite does not tell from a broken one.
  const mayBeFull = systemCode.startsWith("SQLITE_IOERR") && isDiskFull(path);
  return { code: isFull || mayBeFull ? "STORE_FULL" : "STORE_UNAVAILABLE", path, systemCode };
}

function systemCodeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "UNKNOWN";
  if ("errcode" in error && typeof error.errcode === "number") {
    return NAMES[error.errcode & 0xff] ?? `SQLITE_${error.errcode}`;
  }
  if ("code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "UNKNOWN";
}

function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return false;
    throw error;
  }
}
