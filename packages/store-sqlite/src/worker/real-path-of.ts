import { realpathSync } from "node:fs";

/**
 * Where a database really is: SQLite follows a symbolic link and keeps its log beside the file, not beside the link. A log looked for beside the
 * link would not be examined at the start, and nobody would notice that it was deleted.
 * @param path - absolute.
 * @returns the same path where nothing is there yet.
 */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    // Whatever else is wrong with the place is told by who makes the file.
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return path;
    throw error;
  }
}
