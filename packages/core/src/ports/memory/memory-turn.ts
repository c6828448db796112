import { setImmediate } from "node:timers";
import { setImmediate as nextTurn } from "node:timers/promises";

/** What a host does with so many writes takes about ten milliseconds. */
const WRITES_AT_MOST = 1_000;

/**
 * Counts the writes of one turn of the event loop. A commit in memory is done at once, so a host whose callers never pause would
 * accept on and on within one turn, and neither timers nor answers of a provider would be heard.
 */
export class MemoryTurn {
  private writes = 0;

  /** Adds writes. @returns whether the next turn is to be waited for. */
  isOver(writes: number): boolean {
    if (this.writes === 0) setImmediate(() => (this.writes = 0));
    this.writes += writes;
    return this.writes > WRITES_AT_MOST;
  }

  next(): Promise<void> {
    return nextTurn();
  }
}
