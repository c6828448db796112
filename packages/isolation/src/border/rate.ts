const SECOND_MS = 1_000;

/** How many in a second may be. */
export class Rate {
  private secondBeganAtMs = Number.NEGATIVE_INFINITY;
  private count = 0;
  private more = 0;

  constructor(private readonly perSecond: number) {}

  /** Counts one more. @returns whether there are more of them in this second than may be. */
  isExceeded(): boolean {
    this.begin();
    this.count += 1;
    return this.count > this.perSecond + this.more;
  }

  /** So many more may be in this second. */
  allow(more: number): void {
    this.begin();
    this.more += more;
  }

  private begin(): void {
    const nowMs = performance.now();
    if (nowMs - this.secondBeganAtMs < SECOND_MS) return;
    this.secondBeganAtMs = nowMs;
    this.count = 0;
    this.more = 0;
  }
}
