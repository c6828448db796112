import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * The file `…-lock` says which process has the store. It is a note only: the lock itself is SQLite's exclusive lock on the
 * database file, which the system takes away when the process ends, however it ends. So a note that a killed process left is no obstacle.
 */
export const lockNote = {
  write(path: string): void {
    writeFileSync(`${path}-lock`, `${process.pid}\n`, { mode: 0o600 });
  },

  /** @returns the process id, `undefined` when there is no note. */
  read(path: string): number | undefined {
    let text: string;
    try {
      text = readFileSync(`${path}-lock`, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
    const processId = Number.parseInt(text, 10);
    return Number.isSafeInteger(processId) ? processId : undefined;
  },

  remove(path: string): void {
    rmSync(`${path}-lock`, { force: true });
  },
};
