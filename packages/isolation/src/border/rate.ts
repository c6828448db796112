const SECOND_MS = 1_000;

/** How many in a second may be. */
export class Rate {
  private secondBeganAtMs = Number.NEGATIVE_INFINITY;
  private count = 0;

  constructor(private readonly perSecond: number) {}

  /** Counts one more. @returns whether there are more of them in this second than may be. */
  isExceeded(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.secondBeganAtMs >= SECOND_MS) {
      this.secondBeganAtMs = nowMs;
      this.count = 0;
    }
    this.count += 1;
    return this.count > this.perSecond;
  }
}
