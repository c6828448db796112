import type { LiveCredentialsV1 } from "../spec/connection/credentials.js";

interface Held {
  readonly accountId: string;
  readonly live: LiveCredentialsV1<unknown>;
  readonly untilMs: number;
}

/** Opened credentials for a short while, so that a message costs no question to the key ring. Shows nothing of itself. */
export class LiveCredentials {
  readonly #held = new Map<string, Held>();
  #changes = 0;

  /** Taken before credentials are read: what was read before a change is not kept after it. */
  get changes(): number {
    return this.#changes;
  }

  get(id: string, nowMs: number): LiveCredentialsV1<unknown> | undefined {
    const held = this.#held.get(id);
    if (held === undefined || held.untilMs > nowMs) return held?.live;
    this.#held.delete(id);
    return undefined;
  }

  set(id: string, held: Held, changes: number): void {
    if (changes === this.#changes) this.#held.set(id, held);
  }

  forget(id: string): void {
    this.#changes += 1;
    this.#held.delete(id);
  }

  forgetAccount(accountId: string): void {
    this.#changes += 1;
    for (const [id, held] of this.#held) if (held.accountId === accountId) this.#held.delete(id);
  }
}
