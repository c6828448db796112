import type { DeadlineList } from "./deadline-list.js";

/** Something that has to end in time. In at most one list of a {@link DeadlineQueue}, linked so that leaving costs nothing. */
export abstract class Deadline {
  /** Milliseconds of `performance.now()`; set by the queue, as the rest is. */
  dueAt = 0;
  list: DeadlineList | undefined = undefined;
  previousDue: Deadline | undefined = undefined;
  nextDue: Deadline | undefined = undefined;

  /** Called once, when time is up. Must not throw. */
  abstract expire(): void;
}
