import type { LiveCredentialsV1 } from "../spec/connection/credentials.js";
import { Deadline } from "../timing/deadline.js";
import { DeadlineQueue } from "../timing/deadline-queue.js";

/** Opened credentials are used this long before they are opened anew. Milliseconds. */
const LIVE_MS = 60_000;

interface Opened {
  readonly accountId: string;
  readonly live: LiveCredentialsV1<unknown>;
  /** When the set before the current one ends; by the host's clock. */
  readonly untilMs: number;
}

/**
 * Opened credentials for a short while, so that a message costs no question to the key ring. Shows nothing of itself, and lets go when the time
 * is up, whether or not anybody asks again, whatever becomes of the wall clock.
 */
export class LiveCredentials {
  readonly #held = new Map<string, Held>();
  readonly #deadlines = new DeadlineQueue();
  #changes = 0;

  /** Taken before credentials are read: what was read before a change is not kept after it. */
  get changes(): number {
    return this.#changes;
  }

  get(id: string, nowMs: number): LiveCredentialsV1<unknown> | undefined {
    const held = this.#held.get(id);
    if (held === undefined || held.opened.untilMs > nowMs) return held?.opened.live;
    this.#drop(id, held);
    return undefined;
  }

  set(id: string, opened: Opened, changes: number): void {
    if (changes !== this.#changes) return;
    const before = this.#held.get(id);
    if (before !== undefined) this.#drop(id, before);
    const held = new Held(opened, () => this.#held.delete(id));
    this.#held.set(id, held);
    this.#deadlines.enter(held, LIVE_MS);
  }

  forget(id: string): void {
    this.#changes += 1;
    const held = this.#held.get(id);
    if (held !== undefined) this.#drop(id, held);
  }

  forgetAccount(accountId: string): void {
    this.#changes += 1;
    for (const [id, held] of this.#held) if (held.opened.accountId === accountId) this.#drop(id, held);
  }

  #drop(id: string, held: Held): void {
    this.#held.delete(id);
    this.#deadlines.leave(held);
  }
}

class Held extends Deadline {
  constructor(
    readonly opened: Opened,
    private readonly onExpire: () => void,
  ) {
    super();
  }

  override expire(): void {
    this.onExpire();
  }
}
