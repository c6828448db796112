/** Something that has to end in time. A member of at most one list of {@link DeadlineQueue}, linked so that leaving costs nothing. */
export abstract class Deadline {
  /** Milliseconds of `performance.now()`. @internal */
  dueAt = 0;
  /** @internal */
  previousDue: Deadline | undefined = undefined;
  /** @internal */
  nextDue: Deadline | undefined = undefined;

  /** Called once, when time is up. Must not throw. */
  abstract expire(): void;
}
