import { FifoQueue } from "../collections/fifo-queue.js";
import type { Channel } from "../host/channel.js";
import { LearnedRate } from "./learned-rate.js";
import { LeftInStore } from "./left-in-store.js";
import type { OutboxEntry } from "./outbox-entry.js";

const LOOKS_APART_MS = 1_000;

/**
 * One channel's way out: its messages in order of acceptance, so many at once, nothing shared with other channels. Holds a
 * window of messages in memory; what does not fit stays in the store and is fetched when there is room.
 */
export class Lane {
  channel: Channel;
  /** Ready to go, first in first out; `#head` avoids shifting a long array. */
  #ready: OutboxEntry[] = [];
  #head = 0;
  inFlight = 0;
  /** Waiting in memory for a short delay. */
  waiting = 0;
  /** No transfer starts before; 0: at once. A rate limit or refused credentials. By the steady clock. */
  pausedUntilMs = 0;
  /** The provider turned the whole channel away, for a reason that a restart does not change: until when, by the steady clock. */
  turnedAwayUntilMs = 0;
  /** When it was last looked for messages that expired while it stands still, by the steady clock. */
  #soughtExpiredAtMs = Number.NEGATIVE_INFINITY;
  /** Highest sequence taken into memory. */
  cursor = 0;
  /** Highest sequence left in the store for want of room; 0 = none. */
  spilledThrough = 0;
  /** What came back into the store's queue and found no room here. */
  readonly left = new LeftInStore();
  /** Before then nothing expires of what is in the store, by neither clock; 0: nobody knows. */
  leftExpiresAtMs = Number.POSITIVE_INFINITY;
  /** The store is not asked for what expired before then, by the steady clock. */
  leftSoughtAfterMs = 0;
  /** The store is read for this lane: one reader at a time. */
  refilling = false;
  /** Lowest sequence that came back into the store's queue while it was read: what was read may not know it. */
  returnedAt = Number.POSITIVE_INFINITY;
  /** When the last transfer ended, by the steady clock; tells a lane that moves from one that hangs. */
  lastEndedAtMs: number;
  /** A look at the lane is scheduled already. */
  pumping = false;
  /** The provider's own rate limit, as its answers tell it. */
  rate = new LearnedRate();
  readonly roomWaiters = new FifoQueue<() => void>();
  readonly quietWaiters: (() => void)[] = [];

  /** @param look - starts what can be started. */
  constructor(
    channel: Channel,
    nowMs: number,
    readonly look: () => void,
  ) {
    this.channel = channel;
    this.lastEndedAtMs = nowMs;
  }

  /** Messages that could start now. */
  get ready(): number {
    return this.#ready.length - this.#head;
  }

  get size(): number {
    return this.#ready.length - this.#head + this.inFlight + this.waiting;
  }

  /** Whether something waits in the store. */
  get hasMore(): boolean {
    return this.spilledThrough > 0 || this.left.size > 0;
  }

  get idle(): boolean {
    return (
      this.size === 0 &&
      !this.hasMore &&
      !this.refilling &&
      !this.pumping &&
      this.pausedUntilMs === 0 &&
      this.roomWaiters.size === 0
    );
  }

  /** Something more is in the store, or came back into its queue. */
  leaves({ expiresAtMs }: OutboxEntry): void {
    if (expiresAtMs < this.leftExpiresAtMs) this.leftExpiresAtMs = expiresAtMs;
  }

  /** Nothing starts before a time of the steady clock; a later one that is known stays. */
  pauseUntil(atMs: number): void {
    this.pausedUntilMs = Math.max(this.pausedUntilMs, atMs);
  }

  push(entry: OutboxEntry): void {
    this.#ready.push(entry);
  }

  /** A message that was tried goes before those that were not, so that order is kept. */
  pushFirst(entry: OutboxEntry): void {
    if (this.#head > 0) {
      this.#head -= 1;
      this.#ready[this.#head] = entry;
    } else this.#ready.unshift(entry);
  }

  /** Takes out what has expired, while nothing starts; looks no more often than each second, since it looks at everything. */
  takeExpired(nowMs: number, hasExpired: (entry: OutboxEntry) => boolean): readonly OutboxEntry[] {
    if (nowMs - this.#soughtExpiredAtMs < LOOKS_APART_MS) return [];
    this.#soughtExpiredAtMs = nowMs;
    const all = this.#ready.slice(this.#head);
    const expired = new Set(all.filter(hasExpired));
    if (expired.size === 0) return [];
    this.#ready = all.filter((entry) => !expired.has(entry));
    this.#head = 0;
    return [...expired];
  }

  shift(): OutboxEntry | undefined {
    const entry = this.#ready[this.#head];
    if (entry === undefined) return undefined;
    this.#head += 1;
    if (this.#head > 1_024 && this.#head * 2 > this.#ready.length) {
      this.#ready = this.#ready.slice(this.#head);
      this.#head = 0;
    }
    if (this.#head === this.#ready.length) {
      this.#ready = [];
      this.#head = 0;
    }
    return entry;
  }
}
