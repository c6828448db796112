import { ContactCenterError, type SendOutcomeInput, partySchema } from "@plugboard/core/spec";
import { CloudCallError } from "./cloud-call-error.js";

/**
 * The outcome for a message whose file could not be uploaded. Whatever became of the upload, no message was posted: where its end is not known, the attempt may be
 * made again.
 * @returns nothing for a fault that is not the provider's answer or the connection's.
 */
export function outcomeOfUploadFault(error: unknown): SendOutcomeInput | undefined {
  if (error instanceof CloudCallError) {
    const { outcome } = error;
    return outcome.outcome === "unknown" ? { ...outcome, outcome: "try-again" } : outcome;
  }
  if (!ContactCenterError.isInstance(error)) return undefined;
  if (error.code === "ANSWER_INVALID") return { outcome: "try-again", code: "ANSWER_UNREADABLE", party: "provider" };
  if (error.code !== "TRANSFER_FAILED") return undefined;
  const party = partySchema.catch("network").parse(error.details["party"]);
  return { outcome: "try-again", code: "UPLOAD_FAILED", party };
}
