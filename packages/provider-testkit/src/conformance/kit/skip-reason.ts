import type { SkippedCheck } from "../fixtures/skipped-check.js";

/** Of a reason, in characters. */
export const SHORTEST_REASON = 20;

/** @returns the fixtures' reason to leave a check out, if there is one. */
export function skipReason(id: string, skipped: readonly SkippedCheck[] = []): string | undefined {
  return skipped.find(({ check }) => (check.endsWith("*") ? id.startsWith(check.slice(0, -1)) : check === id))?.reason;
}
