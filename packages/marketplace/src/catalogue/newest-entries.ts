import { gt } from "semver";
import type { IndexEntry } from "../index/market-index.js";

/** The newest version of each package, by name: a catalogue shows what one would install. */
export function newestEntries(entries: readonly IndexEntry[]): IndexEntry[] {
  const newest = new Map<string, IndexEntry>();
  for (const entry of entries) {
    const known = newest.get(entry.name);
    if (known === undefined || gt(entry.version, known.version)) newest.set(entry.name, entry);
  }
  return [...newest.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}
