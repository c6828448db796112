import type { ErrorEntry } from "./error-entry.js";

/** The store. */
export const storeErrors = {
  STORE_UNAVAILABLE: {
    rule: "R23",
    party: "host",
    retryable: true,
    meaning: "the store could not make the change durable; nothing was accepted",
    remedy: "try again; look at the cause if it lasts",
  },
  STORE_PATH_UNUSABLE: {
    rule: "R23",
    party: "host",
    meaning: "there can be no store at this path",
    remedy:
      "give a path of a file, in a folder that is there or can be made and that this process may write to; `systemCode` says what stands in the way",
  },
  STORE_FULL: {
    rule: "R23",
    party: "host",
    retryable: true,
    meaning: "the disk or the store's quota is full; nothing was accepted",
    remedy: "make room and try again; the store goes on by itself",
  },
  STORE_WRITE_REFUSED: {
    rule: "R23",
    party: "host",
    meaning: "the store refuses this one write for itself while it takes others; nothing of it was kept",
    remedy:
      "look at what was asked; `kind` and `systemCode` say what the store did not take, and why. The same again will fail again",
  },
  STORE_CORRUPT: {
    rule: "R23",
    party: "host",
    meaning: "the store's file is damaged",
    remedy:
      "restore the file named in `path` from a backup, or move it away to begin with an empty one; it was not changed",
  },
  STORE_LOCKED: {
    rule: "R23",
    party: "host",
    meaning: "another process, or another host of this one, uses this store",
    remedy: "stop the process with the id in `processId` or close that host, or give this one a store of its own",
  },
  STORE_VERSION: {
    rule: "R23",
    party: "host",
    meaning: "the store was written by a newer version",
    remedy: "upgrade @plugboard/store-sqlite, or restore an older copy",
  },
  STORE_INSECURE: {
    rule: "R22",
    party: "host",
    meaning: "the store's file is readable by others",
    remedy: "set its mode to 0600 (chmod 600)",
  },
} as const satisfies Record<string, ErrorEntry>;
