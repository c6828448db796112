import { open } from "node:fs/promises";

/** Systems that do not sync a folder, or do not open one, keep its entries by themselves or not at all: there is nothing more to do for them. */
const NOT_THERE: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", "EISDIR", "EPERM", "EBADF"]);

/**
 * Makes the names in a folder durable: a file that was synced and renamed is found there after a loss of power only then.
 * @throws what the disk says; not that the system has no such thing.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const opened = await open(folder, "r");
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && NOT_THERE.has(String(error.code)))) throw error;
  }
}
