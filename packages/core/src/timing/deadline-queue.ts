import type { Deadline } from "./deadline.js";
import { DeadlineList } from "./deadline-list.js";

const EXACT_LISTS_AT_MOST = 64;

/**
 * Deadlines at a cost that a message does not notice (an `AbortSignal.timeout` each costs as much as half a transfer): entries of equal
 * duration form a list in the order they came, and each list has one timer, set for its head and left alone when entries leave.
 * Time is monotonic: a change of the wall clock moves no deadline.
 */
export class DeadlineQueue {
  private readonly lists = new Map<number, DeadlineList>();

  /**
   * @param deadline - in no list.
   * @param durationMs - never early; late by at most 2 % beside what the event loop takes.
   */
  enter(deadline: Deadline, durationMs: number): void {
    const list = this.lists.get(durationMs) ?? this.add(durationMs);
    list.append(deadline);
  }

  /** Harmless when the deadline has expired or left. */
  leave(deadline: Deadline): void {
    deadline.list?.remove(deadline);
  }

  /** Forgets every deadline without calling it. */
  clear(): void {
    for (const list of this.lists.values()) list.stop();
    this.lists.clear();
  }

  private add(durationMs: number): DeadlineList {
    const kept = this.lists.size < EXACT_LISTS_AT_MOST ? durationMs : roundUp(durationMs);
    const known = this.lists.get(kept);
    if (known) return known;
    const list = new DeadlineList(kept, () => this.lists.delete(kept));
    this.lists.set(kept, list);
    return list;
  }
}

/** To seven significant bits, so that callers who pass the time left do not make a list and a timer each. */
function roundUp(durationMs: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, durationMs))) - 6);
  return Math.ceil(durationMs / step) * step;
}
