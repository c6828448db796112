import {
  ContactCenterError,
  type HttpResponseV1,
  type SendOutcomeInput,
  outcomeOfStatus,
  readJsonAnswer,
  readRetryAfterMs,
} from "@plugboard/core/spec";
import { createdAnswerSchema, errorAnswerSchema } from "./twilio-answer-schemas.js";
import { type TwilioError, twilioErrors } from "./twilio-error-codes.js";

const FAILED: ReadonlySet<string> = new Set(["failed", "undelivered"]);

/** What Twilio's answer to a message, a call, or a change of one means for it. */
export function twilioOutcome(response: HttpResponseV1, nowMs: number): SendOutcomeInput {
  try {
    if (response.status === 201 || response.status === 200) return received(response);
    if (response.status >= 400 && response.status < 500) {
      const { code } = readJsonAnswer(response, errorAnswerSchema);
      const known = ofCode(code, response, nowMs);
      if (known !== undefined) return known;
      const byStatus = outcomeOfStatus(response, nowMs);
      return { ...byStatus, ...(byStatus.outcome === "received" ? {} : { providerCode: String(code) }) };
    }
  } catch (error) {
    // An answer without the expected body still has its status.
    if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
  }
  return outcomeOfStatus(response, nowMs);
}

function received(response: HttpResponseV1): SendOutcomeInput {
  const { sid, status, date_created: createdAt, error_code: errorCode } = readJsonAnswer(response, createdAnswerSchema);
  if (status && FAILED.has(status)) {
    const known = errorCode ? twilioErrors.get(errorCode) : undefined;
    return {
      outcome: "refused",
      code: known?.code ?? "REQUEST_REFUSED",
      party: known?.party ?? "provider",
      ...(errorCode ? { providerCode: String(errorCode) } : {}),
      ...suppressedFor(known),
    };
  }
  const atMs = createdAt ? Date.parse(createdAt) : Number.NaN;
  return {
    outcome: "received",
    providerMessageId: sid,
    ...(Number.isNaN(atMs) ? {} : { receivedAt: new Date(atMs).toISOString() }),
  };
}

function ofCode(code: number, response: HttpResponseV1, nowMs: number): SendOutcomeInput | undefined {
  const known = twilioErrors.get(code);
  if (known === undefined) return undefined;
  const about = { code: known.code, party: known.party, providerCode: String(code) };
  if (known.retry === undefined) return { outcome: "refused", ...about, ...suppressedFor(known) };
  const header = response.headers["retry-after"];
  const retryAfterMs = readRetryAfterMs(Array.isArray(header) ? header[0] : header, nowMs);
  return {
    outcome: "try-again",
    ...about,
    scope: known.retry,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** What an error means for the person's other messages, too. */
function suppressedFor(error: TwilioError | undefined): { suppress?: "opt-out" | "hard-bounce" } {
  if (error?.optOut === true) return { suppress: "opt-out" };
  return error?.permanent === true ? { suppress: "hard-bounce" } : {};
}
