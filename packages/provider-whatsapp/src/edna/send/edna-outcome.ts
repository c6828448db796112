import {
  ContactCenterError,
  type HttpResponseV1,
  type SendOutcomeInput,
  outcomeOfStatus,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { acceptedAnswerSchema, problemAnswerSchema } from "../edna-answer-schemas.js";

/** Codes whose meaning is more than "the request was refused". https://docs-pulse.edna.io/docs/api/messages/errorcodes */
const KNOWN_CODES: Readonly<Record<string, string>> = {
  "matched-template-not-found": "TEMPLATE_UNKNOWN",
  "cascade-not-found": "CHANNEL_MISCONFIGURED",
  "request-doesn't-contain-content-for-all-cascade-stages": "CHANNEL_MISCONFIGURED",
  "attachmentName-is-too-long": "FILENAME_TOO_LONG",
};

const NOT_UNIQUE = "requestId-is-not-unique";

/**
 * What edna's answer means for the message. A repeated `requestId` is refused by edna, and so proves that an earlier attempt was
 * accepted: the message is the one that was handed over then.
 */
export function ednaOutcome(response: HttpResponseV1, requestId: string, nowMs: number): SendOutcomeInput {
  const received: SendOutcomeInput = { outcome: "received", providerMessageId: requestId };
  try {
    if (response.status === 200) {
      const answer = readJsonAnswer(response, acceptedAnswerSchema);
      if (answer.requestId === requestId || answer.requestId === null || answer.requestId === undefined)
        return received;
      // Another request's answer says nothing of this one.
      return { outcome: "unknown", code: "ANSWER_UNREADABLE", party: "provider", providerCode: "200" };
    }
    if (response.status === 400) {
      const code = codeOf(readJsonAnswer(response, problemAnswerSchema).title);
      if (code === NOT_UNIQUE) return received;
      return {
        outcome: "refused",
        code: (code === undefined ? undefined : KNOWN_CODES[code]) ?? "REQUEST_REFUSED",
        party: "account",
        providerCode: code ?? "400",
      };
    }
  } catch (error) {
    // An answer without the expected body still has its status.
    if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
  }
  return outcomeOfStatus(response, nowMs);
}

/** The title where it is one of edna's codes, which are words joined by hyphens; nothing else is passed on. */
function codeOf(title: string): string | undefined {
  return /^[A-Za-z'][A-Za-z'-]{0,63}$/.test(title) ? title : undefined;
}
