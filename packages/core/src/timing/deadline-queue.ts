/**
 * Deadlines of many short things with one timer per distinct duration: things of equal duration end in the order they began, so
 * adding and removing cost a set operation and no timer.
 */
export class DeadlineQueue<Item extends object> {
  readonly #lines = new Map<number, { readonly items: Map<Item, number>; timer: NodeJS.Timeout | undefined }>();

  /**
   * @param onDeadline - called once per item that was not removed in time.
   */
  constructor(private readonly onDeadline: (item: Item) => void) {}

  add(item: Item, durationMs: number): void {
    let line = this.#lines.get(durationMs);
    if (line === undefined) {
      line = { items: new Map(), timer: undefined };
      this.#lines.set(durationMs, line);
    }
    line.items.set(item, performance.now() + durationMs);
    line.timer ??= this.#arm(durationMs, durationMs);
  }

  remove(item: Item, durationMs: number): void {
    this.#lines.get(durationMs)?.items.delete(item);
  }

  close(): void {
    for (const { timer } of this.#lines.values()) clearTimeout(timer);
    this.#lines.clear();
  }

  #arm(durationMs: number, delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#check(durationMs), Math.max(1, Math.ceil(delayMs))).unref();
  }

  #check(durationMs: number): void {
    const line = this.#lines.get(durationMs);
    if (line === undefined) return;
    line.timer = undefined;
    const now = performance.now();
    for (const [item, endsAt] of line.items) {
      if (endsAt > now) {
        line.timer = this.#arm(durationMs, endsAt - now);
        return;
      }
      line.items.delete(item);
      this.onDeadline(item);
    }
  }
}
