import { type HttpResponseV1, outcomeOfStatus, type SendOutcomeInput } from "@plugboard/core/spec";

/** What the exchange's answer to a change of a call means for it. Error codes: the operations' `errorResponses`. */
export function ariOutcome(response: HttpResponseV1, callId: string, nowMs: number): SendOutcomeInput {
  const { status } = response;
  const providerCode = String(status);
  if (status === 200 || status === 201 || status === 204) return { outcome: "received", providerMessageId: callId };
  if (status === 404) return { outcome: "refused", code: "CALL_UNKNOWN", party: "recipient", providerCode };
  // "Channel not in a Stasis application", "Channel in invalid state".
  if (status === 409 || status === 412)
    return { outcome: "refused", code: "CALL_STATE_WRONG", party: "account", providerCode };
  return outcomeOfStatus(response, nowMs);
}
