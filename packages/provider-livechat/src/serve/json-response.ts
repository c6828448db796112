import type { SiteAnswerV1 } from "@plugboard/core/spec";

/** Plain data as an answer. */
export function jsonResponse(status: number, value: unknown): SiteAnswerV1 {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
