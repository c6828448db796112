import type { Quota } from "../egress/transfer/quota.js";

/** What was received is counted over so long. Milliseconds. */
const WINDOW_MS = 10_000;
/** Answers "too many" of one burst count once. Milliseconds. */
const BURST_MS = 1_000;
/** After the first "too many" the rate is this part of what the provider took before. */
const FIRST_CUT = 0.8;
/** After a further one the rate is cut to this part. */
const CUT = 0.7;
/** So much of the rate at the last cut is added each second. */
const RAISE_PER_SECOND = 0.05;
const LOWEST_PER_SECOND = 0.5;
/** Without a "too many" for so long the provider has no limit that matters. Milliseconds. */
const FORGET_MS = 600_000;

/**
 * A provider's own rate limit, learned from its answers (R19). Where it tells what is left, no more is asked for until it counts anew. Else: cut when it says "too many", raised a little each second while it does not, forgotten when it
 * has said nothing for ten minutes. A token bucket that slows a lane, so that messages do not use up their attempts against a wall.
 */
export class LearnedRate {
  #perSecond = Number.POSITIVE_INFINITY;
  #base = 0;
  #tokens = 0;
  #filledAtMs = 0;
  #raisedAtMs = 0;
  #throttledAtMs = Number.NEGATIVE_INFINITY;
  #countedFromMs = 0;
  #received = 0;
  /** What the provider said is left, until it counts anew. */
  #left = 0;
  #leftUntilMs = 0;

  /** Messages a second; without a limit infinite. */
  get perSecond(): number {
    return this.#perSecond;
  }

  get isLimiting(): boolean {
    return this.#base > 0 || this.#leftUntilMs > 0;
  }

  /** The provider said what is left before it refuses anything; until the reset no more is asked for. */
  told({ remaining, resetInMs }: Quota, nowMs: number): void {
    const untilMs = nowMs + resetInMs;
    // Answers to what left at the same time come in any order: of one window the lowest counts.
    const isSame = this.#leftUntilMs > nowMs && Math.abs(untilMs - this.#leftUntilMs) <= BURST_MS;
    this.#left = isSame ? Math.min(this.#left, remaining) : remaining;
    this.#leftUntilMs = untilMs;
  }

  /** The provider took a message. @returns whether its limit was forgotten just now. */
  received(nowMs: number): boolean {
    if (nowMs - this.#countedFromMs >= WINDOW_MS || nowMs < this.#countedFromMs) {
      this.#countedFromMs = nowMs;
      this.#received = 0;
    }
    this.#received += 1;
    if (this.#base === 0) return this.#leftUntilMs > 0 && nowMs >= this.#leftUntilMs && this.#forgetQuota();
    if (nowMs - this.#throttledAtMs >= FORGET_MS) {
      this.#base = 0;
      this.#perSecond = Number.POSITIVE_INFINITY;
      return true;
    }
    this.#fill(nowMs);
    this.#perSecond += (this.#base * RAISE_PER_SECOND * Math.max(0, nowMs - this.#raisedAtMs)) / 1_000;
    this.#raisedAtMs = nowMs;
    return false;
  }

  /**
   * The provider said "too many".
   * @param told.waitIsNamed - it said for how long, and the whole lane waits that long: whoever comes first then need not wait again.
   */
  throttled(nowMs: number, { waitIsNamed = false }: { readonly waitIsNamed?: boolean } = {}): void {
    if (Math.abs(nowMs - this.#throttledAtMs) < BURST_MS) return;
    const seconds = Math.max(1, (nowMs - this.#countedFromMs) / 1_000);
    const next = this.#base > 0 ? this.#perSecond * CUT : (this.#received / seconds) * FIRST_CUT;
    this.#base = Math.max(LOWEST_PER_SECOND, next);
    this.#perSecond = this.#base;
    this.#tokens = waitIsNamed ? 1 : 0;
    this.#filledAtMs = nowMs;
    this.#raisedAtMs = nowMs;
    this.#throttledAtMs = nowMs;
  }

  /** Asks for one message. @returns 0, or how long to wait before asking again. Milliseconds. */
  take(nowMs: number): number {
    if (this.#leftUntilMs > 0 && nowMs >= this.#leftUntilMs) this.#forgetQuota();
    if (this.#leftUntilMs > 0 && this.#left <= 0) return this.#leftUntilMs - nowMs;
    if (this.#base > 0) {
      this.#fill(nowMs);
      if (this.#tokens < 1) return Math.max(1, Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1_000));
      this.#tokens -= 1;
    }
    this.#left -= 1;
    return 0;
  }

  #forgetQuota(): true {
    this.#leftUntilMs = 0;
    return true;
  }

  #fill(nowMs: number): void {
    const seconds = Math.max(0, nowMs - this.#filledAtMs) / 1_000;
    // As much as a tenth of a second brings: a pause is no permission for a burst.
    this.#tokens = Math.min(1 + this.#perSecond / 10, this.#tokens + seconds * this.#perSecond);
    this.#filledAtMs = nowMs;
  }
}
