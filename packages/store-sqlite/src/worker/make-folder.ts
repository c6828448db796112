import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StoreFailed } from "./store-failed.js";

/**
 * Makes a folder and those it lies in, for their owner alone. One by one: `recursive` of Node 20 never returns where a folder is there and takes none
 * (`/proc/x/y`).
 * @throws {StoreFailed} `STORE_PATH_UNUSABLE`: a file is in the way; and the file system's error: `EACCES`, `ENOENT`, …
 */
export function makeFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  if (stats !== undefined) throw new StoreFailed({ code: "STORE_PATH_UNUSABLE", path, systemCode: "ENOTDIR" });
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
