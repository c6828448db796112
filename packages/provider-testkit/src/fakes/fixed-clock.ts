import type { ClockV1 } from "@plugboard/core/spec";

/** A clock that stands until it is moved. */
export interface FixedClock extends ClockV1 {
  /** Moves it on; a negative step moves it back, as a corrected system clock does. Milliseconds. */
  advance(stepMs: number): void;
  set(nowMs: number): void;
}

/** @param startAt - UTC, ISO 8601, or milliseconds since the epoch. */
export function fixedClock(startAt: string | number = "2026-01-01T00:00:00.000Z"): FixedClock {
  let nowMs = typeof startAt === "number" ? startAt : Date.parse(startAt);
  if (!Number.isFinite(nowMs)) throw new RangeError("fixedClock: startAt is no instant");
  return {
    now: () => nowMs,
    advance: (stepMs) => void (nowMs += stepMs),
    set: (value) => void (nowMs = value),
  };
}
