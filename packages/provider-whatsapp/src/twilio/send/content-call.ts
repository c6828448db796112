import {
  ContactCenterError,
  type HttpResponseV1,
  type Party,
  type SendOutcomeInput,
  outcomeOfStatus,
  partySchema,
} from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";

/** A call of the Content API had another answer than was hoped for; the message itself has not left. */
class ContentUnavailable extends Error {
  constructor(readonly outcome: SendOutcomeInput) {
    super("the Content API gave no usable answer");
  }
}

/**
 * Calls the Content API on behalf of a message that has not left yet.
 * @throws {ContentUnavailable} another status than the expected one; read it with {@link outcomeOfContentFailure}.
 */
export async function callContent(
  connection: TwilioConnection,
  call: { operation: string; transferId?: string; method: "GET" | "POST"; path: string; json?: unknown },
  expected: number,
): Promise<HttpResponseV1> {
  const response = await callTwilio(connection, { endpoint: "content", ...call });
  if (response.status === expected) return response;
  if (response.status === 404)
    throw new ContentUnavailable({
      outcome: "refused",
      code: "TEMPLATE_UNKNOWN",
      party: "account",
      providerCode: "404",
    });
  throw new ContentUnavailable(outcomeOfStatus(response, connection.clock.now()));
}

/**
 * What a failure of {@link callContent} means for the message: it has not left, so it is never `unknown`.
 * @throws what is no failure of the call.
 */
export function outcomeOfContentFailure(error: unknown): SendOutcomeInput {
  if (error instanceof ContentUnavailable) {
    const { outcome } = error.outcome;
    return outcome === "unknown" || outcome === "received"
      ? tryAgain("PROVIDER_UNAVAILABLE", "provider")
      : error.outcome;
  }
  if (!ContactCenterError.isInstance(error)) throw error;
  if (error.code === "ANSWER_INVALID") return tryAgain("ANSWER_UNREADABLE", "provider");
  if (error.code !== "TRANSFER_FAILED") throw error;
  return tryAgain("PROVIDER_UNAVAILABLE", partySchema.catch("network").parse(error.details["party"]));
}

const tryAgain = (code: string, party: Party): SendOutcomeInput => ({
  outcome: "try-again",
  code,
  party,
  scope: "message",
});
