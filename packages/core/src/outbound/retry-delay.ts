import type { Limits } from "../spec/manifest/limits.js";
import { LONGEST_BELIEVED_MS } from "../timing/longest-believed.js";

/**
 * When to try again: what the provider asked for, up to a day; else exponential backoff with full jitter
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/).
 * @param attempt - attempts made so far, at least 1.
 * @param random - between 0 and 1.
 * @returns milliseconds; a delay the provider asked for is at most 5 % longer, so that waiting messages do not return all at once, and never
 * shorter. One of more than a day is not believed: `backoffMaxMs` then.
 */
export function retryDelayMs(
  limits: Pick<Limits, "backoffBaseMs" | "backoffMaxMs">,
  attempt: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  if (retryAfterMs !== undefined)
    return (retryAfterMs > LONGEST_BELIEVED_MS ? limits.backoffMaxMs : retryAfterMs) * (1 + random * 0.05);
  const ceilingMs = Math.min(limits.backoffMaxMs, limits.backoffBaseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(limits.backoffBaseMs / 2, ceilingMs * random);
}
