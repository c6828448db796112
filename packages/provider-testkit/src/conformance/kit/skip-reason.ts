import type { SkippedCheck } from "../fixtures/skipped-check.js";

/** @returns the fixtures' reason to leave a check out, if there is one. */
export function skipReason(id: string, skipped: readonly SkippedCheck[] = []): string | undefined {
  return skipped.find(({ check }) => (check.endsWith("*") ? id.startsWith(check.slice(0, -1)) : check === id))?.reason;
}
