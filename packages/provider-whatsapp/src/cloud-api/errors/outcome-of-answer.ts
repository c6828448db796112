import {
  ContactCenterError,
  type HttpResponseV1,
  type SendOutcomeInput,
  outcomeOfStatus,
  readJsonAnswer,
  readRetryAfterMs,
} from "@plugboard/core/spec";
import { acceptedAnswerSchema, errorAnswerSchema } from "../answer-schemas.js";
import { cloudErrorOf } from "./cloud-errors.js";

/**
 * The outcome of an answer to `POST …/messages`. Meta's advice is to go by the error's code; a gateway on the way has none, then the status decides.
 * @param nowMs - the present, for `Retry-After` dates.
 */
export function outcomeOfAnswer(response: HttpResponseV1, nowMs: number): SendOutcomeInput {
  try {
    if (response.status >= 200 && response.status < 300) {
      const [message] = readJsonAnswer(response, acceptedAnswerSchema).messages;
      if (message !== undefined) return { outcome: "received", providerMessageId: message.id };
    } else if (response.status >= 400) return outcomeOfCode(response, nowMs) ?? outcomeOfStatus(response, nowMs);
  } catch (error) {
    // An answer without the expected body still has its status.
    if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
  }
  return outcomeOfStatus(response, nowMs);
}

function outcomeOfCode(response: HttpResponseV1, nowMs: number): SendOutcomeInput | undefined {
  const { code } = readJsonAnswer(response, errorAnswerSchema).error;
  const known = cloudErrorOf(code);
  const providerCode = String(code);
  // A gateway that gave up waiting does not know whether the message arrived, whatever the body says.
  if (known === undefined || response.status === 504) {
    const outcome = outcomeOfStatus(response, nowMs);
    return outcome.outcome === "received" ? outcome : { ...outcome, providerCode };
  }
  if (known.retry === "none") return { outcome: "refused", code: known.code, party: known.party, providerCode };
  const header = response.headers["retry-after"];
  const retryAfterMs = readRetryAfterMs(Array.isArray(header) ? header[0] : header, nowMs);
  return {
    outcome: "try-again",
    code: known.code,
    party: known.party,
    scope: known.retry,
    providerCode,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
