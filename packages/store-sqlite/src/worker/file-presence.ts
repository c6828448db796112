import { statSync } from "node:fs";
import { StoreFailed } from "./store-failed.js";

/**
 * Notices when the database or its log was deleted, moved or replaced under the open store. SQLite goes on writing to the file that has no
 * name any more, and everything acknowledged from then on would be gone at the next start. Looking costs some microseconds a group.
 */
export class FilePresence {
  private readonly identities: readonly (readonly [path: string, inode: number | undefined])[];

  constructor(private readonly path: string) {
    this.identities = [path, `${path}-wal`].map((file) => [file, inodeOf(file)]);
  }

  /** @throws {StoreFailed} `STORE_UNAVAILABLE` with `systemCode: "FILE_GONE"`. */
  assert(): void {
    for (const [file, inode] of this.identities) {
      if (inodeOf(file) === inode) continue;
      throw new StoreFailed({ code: "STORE_UNAVAILABLE", path: this.path, systemCode: "FILE_GONE" });
    }
  }
}

/** Windows does not let an open file go, and has no inodes that can be relied on. */
function inodeOf(file: string): number | undefined {
  return process.platform === "win32" ? undefined : statSync(file, { throwIfNoEntry: false })?.ino;
}
