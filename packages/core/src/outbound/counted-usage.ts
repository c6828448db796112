import type { UsageClaim } from "../ports/usage-counter.js";

/** What was counted for one message, to be given back when it is not accepted after all. */
export interface CountedUsage {
  readonly claims: readonly UsageClaim[];
  readonly takenAtMs: number;
}
