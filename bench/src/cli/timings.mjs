/** How long each measurement takes, in milliseconds, and how often it is repeated. */
export const TIMINGS = Object.freeze({
  full: { rounds: 5, warmupMs: 1_000, windowMs: 2_000, durationMs: 6_000 },
  quick: { rounds: 1, warmupMs: 500, windowMs: 500, durationMs: 1_200 },
});
