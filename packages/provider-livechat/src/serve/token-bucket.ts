import { hash, randomBytes } from "node:crypto";

const MOST_KEYS = 50_000;

/**
 * So many at once, refilled evenly over a time, for each name, which is known by a hash under a key that lives as long as the process (R12). Forgets
 * the oldest beyond a bound: memory does not grow with strangers.
 */
export class TokenBucket {
  private readonly buckets = new Map<string, { left: number; atMs: number }>();
  private readonly secret = randomBytes(32).toString("base64");

  constructor(
    private readonly most: number,
    private readonly refilledInMs = 60_000,
  ) {}

  /** @returns 0 when it may go on, else after how many seconds. */
  take(name: string, nowMs: number, amount = 1): number {
    // Cut short, so that the key may stand in front: nobody can go on from a hash of which a half is missing.
    const key = hash("sha256", `${this.secret}\n${name}`, "base64url").slice(0, 22);
    const known = this.buckets.get(key);
    const passedMs = known === undefined ? 0 : Math.max(0, nowMs - known.atMs);
    const perMs = this.most / this.refilledInMs;
    const left = Math.min(this.most, (known?.left ?? this.most) + passedMs * perMs);
    this.buckets.delete(key);
    const allowed = left >= amount;
    this.buckets.set(key, { left: allowed ? left - amount : left, atMs: nowMs });
    if (this.buckets.size > MOST_KEYS) {
      const [oldest] = this.buckets.keys();
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    return allowed ? 0 : Math.ceil((amount - left) / perMs / 1_000);
  }
}
