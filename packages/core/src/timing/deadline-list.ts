import type { Deadline } from "./deadline.js";

/** Deadlines of one duration: whoever comes first is due first, so one timer for the head serves all. */
export class DeadlineList {
  private head: Deadline | undefined = undefined;
  private tail: Deadline | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;

  /** @param onEmpty - called when the timer finds nobody waiting. */
  constructor(
    private readonly durationMs: number,
    private readonly onEmpty: () => void,
  ) {}

  append(deadline: Deadline): void {
    deadline.list = this;
    deadline.dueAt = performance.now() + this.durationMs;
    deadline.previousDue = this.tail;
    if (this.tail) this.tail.nextDue = deadline;
    else this.head = deadline;
    this.tail = deadline;
    if (!this.timer) this.arm(this.durationMs);
  }

  remove(deadline: Deadline): void {
    const { previousDue, nextDue } = deadline;
    if (previousDue) previousDue.nextDue = nextDue;
    else this.head = nextDue;
    if (nextDue) nextDue.previousDue = previousDue;
    else this.tail = previousDue;
    deadline.list = undefined;
    deadline.previousDue = undefined;
    deadline.nextDue = undefined;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private arm(inMs: number): void {
    // Sockets keep the process alive while something is under way; a timer of a list that is empty by now must not.
    this.timer = setTimeout(() => this.expire(), Math.max(1, Math.ceil(inMs))).unref();
  }

  private expire(): void {
    const now = performance.now();
    // The timer stays set meanwhile, so that an entry which `expire` makes does not set a second one.
    while (this.head && this.head.dueAt <= now) {
      const due = this.head;
      this.remove(due);
      due.expire();
    }
    this.timer = undefined;
    if (this.head) this.arm(this.head.dueAt - now);
    else this.onEmpty();
  }
}
