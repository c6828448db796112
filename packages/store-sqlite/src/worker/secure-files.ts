import { lstatSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createPrivateFile } from "./create-private-file.js";
import { makeFolder } from "./make-folder.js";
import { StoreFailed } from "./store-failed.js";

/** What SQLite and the store put beside the database. */
const FILES = ["", "-wal", "-shm", "-journal", "-lock"];
const OTHERS = 0o077;

/**
 * Makes sure that the database exists and that only its owner can read it and what lies beside it, none of it by a link. A new file has mode 0600 whatever
 * the umask is; SQLite gives its own files the mode of the database.
 * @throws {StoreFailed} `STORE_PATH_UNUSABLE`; `STORE_INSECURE`; `STORE_CORRUPT` when the database is missing or empty but its write-ahead log is not, since SQLite
 * would delete that log.
 */
export function secureFiles(path: string): void {
  makeFolder(dirname(path));
  for (const suffix of FILES) {
    const file = path + suffix;
    // A link that somebody put there would have another file written over; the database itself may be one, and is resolved before.
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && !stats.isFile() && !stats.isSymbolicLink()) {
      const systemCode = stats.isDirectory() ? "EISDIR" : "NOT_A_FILE";
      throw new StoreFailed({ code: "STORE_PATH_UNUSABLE", path: file, systemCode });
    }
    if (stats === undefined || process.platform === "win32") continue;
    if (stats.isSymbolicLink() || (stats.mode & OTHERS) !== 0) {
      throw new StoreFailed({ code: "STORE_INSECURE", path: file });
    }
  }
  const database = statSync(path, { throwIfNoEntry: false });
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if ((database?.size ?? 0) === 0 && (log?.size ?? 0) > 0) {
    throw new StoreFailed({ code: "STORE_CORRUPT", path, systemCode: "LOG_WITHOUT_DATABASE" });
  }
  if (!database) createPrivateFile(path);
}
