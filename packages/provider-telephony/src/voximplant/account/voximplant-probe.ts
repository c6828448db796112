import { ContactCenterError, partySchema, type ProbeResult, type ProbeV1, readJsonAnswer } from "@plugboard/core/spec";
import { callVoximplant } from "../call-voximplant.js";
import { doneAnswerSchema, errorAnswerSchema } from "../voximplant-answer-schemas.js";
import type { VoximplantConnection } from "../voximplant-connection.js";

/**
 * Capability `probe`: reads the account, so that a revoked key and an empty balance show. Calls nobody.
 * @see https://voximplant.com/docs/references/httpapi/accounts#getaccountinfo
 */
export function voximplantProbe(connection: VoximplantConnection): ProbeV1 {
  const { clock } = connection;
  return {
    doProbe: async (): Promise<ProbeResult> => {
      const startedAtMs = clock.now();
      try {
        const response = await callVoximplant(connection, {
          ...{ operation: "check-account", method: "GetAccountInfo", parameters: {} },
        });
        const latencyMs = Math.max(0, clock.now() - startedAtMs);
        if (response.status !== 200) return { ...judgeStatus(response.status), latencyMs };
        const answer = readJsonAnswer(response, errorAnswerSchema.or(doneAnswerSchema));
        if (!("error" in answer)) return { state: "operational", certainty: 1, latencyMs };
        const isRefused = answer.error.code === 100;
        const code = isRefused ? "CREDENTIALS_REFUSED" : "ACCOUNT_REFUSED";
        return { state: "down", party: isRefused ? "account" : "provider", code, certainty: 1, latencyMs };
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
  if (status === 429) return { state: "degraded", party: "account", code: "RATE_LIMITED", certainty: 0.7 };
  return { state: "down", party: "provider", code: "PROVIDER_UNAVAILABLE", certainty: 0.9 };
}
