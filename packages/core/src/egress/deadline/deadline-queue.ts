import type { Deadline } from "./deadline.js";

/** Deadlines of one duration: whoever comes first is due first, so one timer for the head serves all. */
class DurationList {
  head: Deadline | undefined = undefined;
  tail: Deadline | undefined = undefined;
  timer: NodeJS.Timeout | undefined = undefined;
}

/**
 * Deadlines at a cost that a message does not notice (an `AbortSignal.timeout` each costs as much as half a transfer): entries of equal
 * duration form a list in the order they came, and each list has one timer, set for its head and left alone when entries leave.
 * Time is monotonic: a change of the wall clock moves no deadline.
 */
export class DeadlineQueue {
  private readonly lists = new Map<number, DurationList>();

  /**
   * @param deadline - in no list.
   * @param durationMs - held to within 2 %, never early.
   * @returns what to hand to {@link DeadlineQueue.leave}.
   */
  enter(deadline: Deadline, durationMs: number): number {
    const rounded = roundUp(durationMs);
    let list = this.lists.get(rounded);
    if (!list) {
      list = new DurationList();
      this.lists.set(rounded, list);
    }
    deadline.dueAt = performance.now() + rounded;
    deadline.previousDue = list.tail;
    if (list.tail) list.tail.nextDue = deadline;
    else list.head = deadline;
    list.tail = deadline;
    if (!list.timer) this.arm(list, rounded, rounded);
    return rounded;
  }

  /** @param list - what {@link DeadlineQueue.enter} returned. Harmless when the deadline has expired. */
  leave(deadline: Deadline, list: number): void {
    const entries = this.lists.get(list);
    if (!entries || (entries.head !== deadline && !deadline.previousDue)) return;
    unlink(entries, deadline);
  }

  /** Forgets every deadline without calling it. */
  clear(): void {
    for (const list of this.lists.values()) clearTimeout(list.timer);
    this.lists.clear();
  }

  private arm(list: DurationList, durationMs: number, inMs: number): void {
    // Sockets keep the process alive while something is under way; a timer of a list that is empty by now must not.
    list.timer = setTimeout(() => this.expire(list, durationMs), Math.max(1, Math.ceil(inMs))).unref();
  }

  private expire(list: DurationList, durationMs: number): void {
    const now = performance.now();
    while (list.head && list.head.dueAt <= now) {
      const due = list.head;
      unlink(list, due);
      due.expire();
    }
    list.timer = undefined;
    if (list.head) this.arm(list, durationMs, list.head.dueAt - now);
    else if (this.lists.get(durationMs) === list) this.lists.delete(durationMs);
  }
}

function unlink(list: DurationList, deadline: Deadline): void {
  const { previousDue, nextDue } = deadline;
  if (previousDue) previousDue.nextDue = nextDue;
  else list.head = nextDue;
  if (nextDue) nextDue.previousDue = previousDue;
  else list.tail = previousDue;
  deadline.previousDue = undefined;
  deadline.nextDue = undefined;
}

/** To six significant bits, so that callers who pass the time left do not make a list and a timer each. */
function roundUp(durationMs: number): number {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, durationMs))) - 6);
  return Math.ceil(durationMs / step) * step;
}
