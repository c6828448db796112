import { closeSync, fchmodSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";

/**
 * The file `…-lock` says which process has the store. It is a note only: the lock itself is SQLite's exclusive lock on the
 * database file, which the system takes away when the process ends, however it ends. So a note that a killed process left is no obstacle.
 */
export const lockNote = {
  write(path: string): void {
    const file = openSync(`${path}-lock`, "w", 0o600);
    try {
      fchmodSync(file, 0o600); // the umask may have taken even our own rights
      writeSync(file, `${process.pid}\n`);
    } finally {
      closeSync(file);
    }
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
