import { ContactCenterError, type ProbeResult, type ProbeV1, partySchema, readJsonAnswer } from "@plugboard/core/spec";
import { callEdna } from "../call-edna.js";
import { channelProfilesSchema } from "../edna-answer-schemas.js";
import type { EdnaConnection } from "../edna-connection.js";

/**
 * Capability `probe`: reads the list of channels with the channel's key, so that a revoked key, a channel that is gone and one that edna
 * switched off all show. Sends nothing.
 * @see https://docs.edna.io/kb/receive-channel-list
 */
export function ednaProbe(connection: EdnaConnection): ProbeV1 {
  const { clock, settings } = connection;
  return {
    doProbe: async (): Promise<ProbeResult> => {
      const startedAtMs = clock.now();
      try {
        const response = await callEdna(connection, {
          operation: "check-channel",
          path: "/api/channel-profile?types=WHATSAPP",
        });
        const latencyMs = Math.max(0, clock.now() - startedAtMs);
        if (response.status !== 200) return { ...judgeStatus(response.status), latencyMs };
        const profiles = readJsonAnswer(response, channelProfilesSchema);
        const profile = profiles.find(({ subjectId }) => subjectId === settings.subjectId);
        return { ...judgeChannel(profile), latencyMs };
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

/** `registrationStatus` begins with DONE where the channel is registered. */
function judgeChannel(
  profile: { active?: boolean | null | undefined; registrationStatus?: string | null | undefined } | undefined,
): ProbeResult {
  if (profile === undefined) return { state: "down", party: "account", code: "CHANNEL_UNKNOWN", certainty: 0.9 };
  if (profile.active === false) return { state: "down", party: "account", code: "CHANNEL_INACTIVE", certainty: 1 };
  if (profile.registrationStatus && !profile.registrationStatus.startsWith("DONE"))
    return { state: "degraded", party: "account", code: "CHANNEL_UNREGISTERED", certainty: 0.8 };
  return { state: "operational", certainty: 1 };
}
