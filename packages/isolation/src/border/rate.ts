const SECOND_MS = 1_000;

/** How many in a second may be. */
export class Rate {
  private secondBeganAtMs = Number.NEGATIVE_INFINITY;
  private count = 0;

  /** @param now - milliseconds that only grow. */
  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts one more. @returns whether there are more of them in this second than may be. */
  isExceeded(): boolean {
    this.isNewSecond();
    this.count += 1;
    return this.count > this.perSecond;
  }

  /** Whether a second began since it was looked at. */
  isNewSecond(): boolean {
    const nowMs = this.now();
    if (nowMs - this.secondBeganAtMs < SECOND_MS) return false;
    this.secondBeganAtMs = nowMs;
    this.count = 0;
    return true;
  }
}
