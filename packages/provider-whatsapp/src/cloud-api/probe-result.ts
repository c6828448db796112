import { ContactCenterError, type ProbeResult, partySchema } from "@plugboard/core/spec";
import { CloudCallError } from "./errors/cloud-call-error.js";

/**
 * What a failed probe says of whose fault it is: the provider's own word first, then where the connection broke.
 * @throws the error itself, where it is neither.
 */
export function probeResultOf(error: unknown): ProbeResult {
  if (error instanceof CloudCallError) {
    const { party, code } = error.outcome;
    return { state: code === "RATE_LIMITED" ? "degraded" : "down", party, code, certainty: 1 };
  }
  if (!ContactCenterError.isInstance(error) || (error.code !== "TRANSFER_FAILED" && error.code !== "ANSWER_INVALID"))
    throw error;
  if (error.code === "ANSWER_INVALID")
    return { state: "degraded", party: "provider", code: "ANSWER_UNREADABLE", certainty: 0.6 };
  const party = partySchema.catch("network").parse(error.details["party"]);
  return { state: "down", party, code: "PROBE_FAILED", certainty: 0.8 };
}
