import { sha256 } from "../files/sha256.js";
import type { IndexEntry } from "./market-index.js";

/** Whether this is the listing the index means, byte for byte. */
export function isListedAs(entry: IndexEntry, listing: string): boolean {
  return sha256(listing) === entry.listingSha256;
}
