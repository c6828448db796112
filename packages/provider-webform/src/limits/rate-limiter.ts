import { hash, randomBytes } from "node:crypto";

/** So many within so long. */
export interface Rate {
  readonly count: number;
  readonly perSeconds: number;
}

interface Window {
  readonly endsAtMs: number;
  count: number;
}

/** Windows held in memory; about 100 bytes each. */
const MOST = 50_000;

/**
 * Counts visitors, websites and mailboxes without knowing them: by a hash under a key that lives as long as the process (R12). When there is
 * no room for another one it says no (fail closed), so that nobody wins by being many.
 */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #key = randomBytes(32).toString("base64");

  constructor(private readonly most = MOST) {}

  /** Counts one more. @returns milliseconds to wait when it is one too many, else 0. */
  take(what: string, name: string, { count, perSeconds }: Rate, nowMs: number): number {
    const key = this.#keyOf(what, name);
    const known = this.#windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs) {
      known.count += 1;
      return known.count > count ? known.endsAtMs - nowMs : 0;
    }
    // Put last: the map's order is roughly that of the windows' ends.
    this.#windows.delete(key);
    if (this.#windows.size >= this.most && !this.#makeRoom(nowMs)) return 1_000;
    this.#windows.set(key, { endsAtMs: nowMs + perSeconds * 1_000, count: 1 });
    return 0;
  }

  /** Forgets a name: what is left of a person here (R15). @returns whether anything was there. */
  forget(what: string, name: string): boolean {
    return this.#windows.delete(this.#keyOf(what, name));
  }

  #keyOf(what: string, name: string): string {
    // A website is no person, and its name is in the account's settings.
    if (what === "origin") return `origin ${name}`;
    // Cut short, so that the key may stand in front: nobody can go on from a hash of which a half is missing.
    return hash("sha256", `${this.#key}\n${what}\n${name}`, "base64url").slice(0, 22);
  }

  #makeRoom(nowMs: number): boolean {
    let looked = 0;
    for (const [key, { endsAtMs }] of this.#windows) {
      looked += 1;
      if (endsAtMs <= nowMs) this.#windows.delete(key);
      if (looked >= 1_000) break;
    }
    return this.#windows.size < this.most;
  }
}
