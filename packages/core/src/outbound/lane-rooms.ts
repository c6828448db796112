import type { ClockV1 } from "../spec/connection/clock.js";
import type { Lane } from "./lane.js";

/** A lane that ended nothing for this long does not make callers wait for it: its messages wait in the store. Milliseconds. */
export const STALLED_AFTER_MS = 1_000;

/** How much of a lane is in memory: callers wait for a lane that moves, and leave their messages in the store for one that stands still. */
export class LaneRooms {
  constructor(
    private readonly window: number,
    private readonly steady: ClockV1,
  ) {}

  /** Whether callers are to wait for a place: the lane is full and moves. */
  isAwaited(lane: Lane): boolean {
    return lane.size >= this.window && lane.spilledThrough === 0 && !this.#isStalled(lane, this.steady.now());
  }

  /** A moving lane takes what was let in before it was full: fetching it again would cost more than holding it. */
  isFull(lane: Lane): boolean {
    const { size } = lane;
    return size >= this.window * 2 || (size >= this.window && this.#isStalled(lane, this.steady.now()));
  }

  /** Whether a message that was held or deferred stays in the store: nobody waits for it, so it has no claim to more than the window. */
  isFullForReturned(lane: Lane): boolean {
    return lane.left.size > 0 || lane.size >= this.window;
  }

  /** Whether it is worth while to fetch what was left in the store. */
  isHalfEmpty(lane: Lane): boolean {
    return (this.window - lane.size) * 2 > this.window;
  }

  /** Lets callers in, as many as there are places. */
  letIn(lane: Lane): void {
    const places = this.window - lane.size;
    if (places > 0) this.#letIn(lane, places);
  }

  letAllIn(lane: Lane): void {
    this.#letIn(lane, Number.POSITIVE_INFINITY);
  }

  /** Lets callers in whose lane stands still. @returns whether others wait. */
  letInStalled(lanes: Iterable<Lane>): boolean {
    const nowMs = this.steady.now();
    let waiting = false;
    for (const lane of lanes) {
      if (lane.roomWaiters.size === 0) continue;
      if (this.#isStalled(lane, nowMs)) this.letAllIn(lane);
      else waiting = true;
    }
    return waiting;
  }

  #isStalled(lane: Lane, nowMs: number): boolean {
    return nowMs - lane.lastEndedAtMs > STALLED_AFTER_MS;
  }

  #letIn(lane: Lane, places: number): void {
    // Those that come back while they are let in wait for the next time.
    for (let left = Math.min(places, lane.roomWaiters.size); left > 0; left -= 1) lane.roomWaiters.shift()?.();
  }
}
