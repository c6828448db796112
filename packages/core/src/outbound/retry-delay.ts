import type { Limits } from "../spec/manifest/limits.js";

/**
 * When to try again: what the provider asked for, within `backoffMaxMs`; else exponential backoff with full jitter
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/).
 * @param attempt - attempts made so far, at least 1.
 * @param random - between 0 and 1.
 * @returns milliseconds; a delay the provider asked for is at most 5 % longer, so that waiting messages do not return all at once, and never
 * shorter, unless it is beyond `backoffMaxMs`: an absurd one is not believed.
 */
export function retryDelayMs(
  limits: Pick<Limits, "backoffBaseMs" | "backoffMaxMs">,
  attempt: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, limits.backoffMaxMs) * (1 + random * 0.05);
  const ceilingMs = Math.min(limits.backoffMaxMs, limits.backoffBaseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(limits.backoffBaseMs / 2, ceilingMs * random);
}
