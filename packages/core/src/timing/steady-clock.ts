import type { ClockV1 } from "../spec/connection/clock.js";

/**
 * The time that durations are counted by: milliseconds since the epoch as the wall clock had it when this was made, and from then on at the pace of
 * seconds, whatever becomes of the wall clock. What is due after a delay is neither early nor stuck when somebody sets the clock.
 */
export function steadyClock(clock: ClockV1): ClockV1 {
  if (clock.steadyMs === undefined) return { now: () => clock.now() };
  const startMs = clock.now() - clock.steadyMs();
  return { now: () => Math.floor(startMs + (clock.steadyMs?.() ?? 0)) };
}
