import type { ClockV1 } from "../../spec/connection/clock.js";

export const systemClock: ClockV1 = { now: () => Date.now(), steadyMs: () => performance.now() };
