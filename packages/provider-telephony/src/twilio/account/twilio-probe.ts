import { ContactCenterError, type ProbeResult, type ProbeV1, partySchema, readJsonAnswer } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import { accountAnswerSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";

/**
 * Capability `probe`: reads the account, so that a revoked key and a suspended account show. Sends nothing.
 * @see https://www.twilio.com/docs/iam/api/account#fetch-an-account-resource
 */
export function twilioProbe(connection: TwilioConnection): ProbeV1 {
  const { clock } = connection;
  return {
    doProbe: async (): Promise<ProbeResult> => {
      const startedAtMs = clock.now();
      try {
        const response = await callTwilio(connection, {
          operation: "check-account",
          method: "GET",
        });
        const latencyMs = Math.max(0, clock.now() - startedAtMs);
        if (response.status !== 200) return { ...judgeStatus(response.status), latencyMs };
        const { status } = readJsonAnswer(response, accountAnswerSchema);
        if (status !== "active")
          return { state: "down", party: "account", code: "ACCOUNT_INACTIVE", certainty: 1, latencyMs };
        return { state: "operational", certainty: 1, latencyMs };
      } catch (error) {
        if (!ContactCenterError.isInstance(error)) throw error;
        if (error.code === "ANSWER_INVALID")
          return { state: "degraded", party: "provider", code: "ANSWER_UNREADABLE", certainty: 0.6 };
        if (error.code !== "TRANSFER_FAILED") throw error;
        const party = partySchema.catch("network").parse(error.details["party"]);
        return { state: "down", party, code: "PROBE_FAILED", certainty: 0.8 };
      }
    },
  };
}

function judgeStatus(status: number): ProbeResult {
  if (status === 401 || status === 403)
    return { state: "down", party: "account", code: "CREDENTIALS_REFUSED", certainty: 1 };
  if (status === 404) return { state: "down", party: "account", code: "ACCOUNT_UNKNOWN", certainty: 1 };
  if (status === 429) return { state: "degraded", party: "account", code: "RATE_LIMITED", certainty: 0.7 };
  return { state: "down", party: "provider", code: "PROVIDER_UNAVAILABLE", certainty: 0.9 };
}
