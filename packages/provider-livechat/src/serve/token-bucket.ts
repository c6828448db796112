const MOST_KEYS = 50_000;

/** So many at once, refilled evenly over a minute, for each key. Forgets the oldest keys beyond a bound: memory does not grow with strangers. */
export class TokenBucket {
  private readonly buckets = new Map<string, { left: number; atMs: number }>();

  constructor(private readonly perMinute: number) {}

  /** @returns 0 when it may go on, else after how many seconds. */
  take(key: string, nowMs: number): number {
    const known = this.buckets.get(key);
    const passedMs = known === undefined ? 0 : Math.max(0, nowMs - known.atMs);
    const left = Math.min(this.perMinute, (known?.left ?? this.perMinute) + (passedMs * this.perMinute) / 60_000);
    this.buckets.delete(key);
    const allowed = left >= 1;
    this.buckets.set(key, { left: allowed ? left - 1 : left, atMs: nowMs });
    if (this.buckets.size > MOST_KEYS) {
      const [oldest] = this.buckets.keys();
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    return allowed ? 0 : Math.ceil(((1 - left) * 60) / this.perMinute);
  }
}
