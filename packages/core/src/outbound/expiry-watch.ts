import type { ClockV1 } from "../spec/connection/clock.js";
import type { Lane } from "./lane.js";

/** How often lanes are looked at for messages that nobody wants any more. Milliseconds. */
const LOOK_EVERY_MS = 5_000;
/** A look into the store is followed by a rest of so many times what it took: a large backlog takes no more than this share of the store. */
const REST_FACTOR = 10;

/** What the watch asks for. */
export interface ExpiryWatchHandlers {
  /** Tells what has expired among a lane's messages in memory that have not begun. */
  inMemory(lane: Lane): void;
  /** Tells what has expired among those that it left in the store; resolves when that is durable. */
  inStore(lane: Lane): Promise<void>;
}

/**
 * Tells what expires while it waits behind others, in memory or in the store: nobody knows when its turn comes. What leaves at once costs
 * nothing here, and the store is read only when something in it can have expired.
 */
export class ExpiryWatch {
  #waits = false;
  #looksAtMs = 0;
  #reading = false;

  constructor(
    private readonly clock: ClockV1,
    private readonly steady: ClockV1,
    private readonly handlers: ExpiryWatchHandlers,
  ) {}

  /** Something waits. @returns whether nobody looked so far: the caller sees to it that {@link ExpiryWatch.look} is called. */
  begin(): boolean {
    if (this.#waits) return false;
    this.#looksAtMs = this.steady.now() + LOOK_EVERY_MS;
    return (this.#waits = true);
  }

  /** To be called each second or so. @returns whether to go on with that. */
  look(lanes: ReadonlyMap<string, Lane>): boolean {
    const nowMs = this.steady.now();
    if (!this.#waits || nowMs < this.#looksAtMs) return this.#waits;
    this.#looksAtMs = nowMs + LOOK_EVERY_MS;
    const waiting = [...lanes.values()].filter((lane) => lane.ready > 0 || lane.hasMore);
    this.#waits = waiting.length > 0;
    const latestMs = Math.max(nowMs, this.clock.now());
    for (const lane of waiting) this.handlers.inMemory(lane);
    const due = waiting.filter(
      (lane) => lane.hasMore && !lane.refilling && lane.leftExpiresAtMs <= latestMs && lane.leftSoughtAfterMs <= nowMs,
    );
    // One lane after the other: a thousand channels that stand do not ask the store at once.
    if (due.length > 0 && !this.#reading) void this.#read(due);
    return this.#waits;
  }

  async #read(lanes: readonly Lane[]): Promise<void> {
    this.#reading = true;
    for (const lane of lanes) {
      if (lane.refilling) continue;
      const beganAtMs = this.steady.now();
      // No fetch meanwhile: it would bring what is told as expired here.
      lane.refilling = true;
      try {
        await this.handlers.inStore(lane);
      } catch {
        // The store cannot be read or written now: at the next look again.
        lane.leftExpiresAtMs = 0;
      }
      lane.refilling = false;
      const endedAtMs = this.steady.now();
      lane.leftSoughtAfterMs = endedAtMs + REST_FACTOR * (endedAtMs - beganAtMs);
      lane.look();
    }
    this.#reading = false;
  }
}
