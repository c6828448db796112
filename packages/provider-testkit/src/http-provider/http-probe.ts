import {
  ContactCenterError,
  type ConnectionV1,
  type ProbeResult,
  type ProbeV1,
  partySchema,
} from "@plugboard/core/spec";
import type { HttpProviderCredentials } from "./http-provider-credentials.js";
import type { HttpProviderSettings } from "./http-provider-settings.js";

/** Capability `probe` of the plain HTTP provider: `GET /health`, with the channel's key so that a revoked one shows. */
export function httpProbe({
  http,
  credentials,
  clock,
}: ConnectionV1<HttpProviderSettings, HttpProviderCredentials>): ProbeV1 {
  return {
    doProbe: async (): Promise<ProbeResult> => {
      const { current } = await credentials.resolve();
      const startedAtMs = clock.now();
      try {
        const { status } = await http.request({
          operation: "check-health",
          method: "GET",
          endpoint: "api",
          path: "/health",
          headers: { authorization: `Bearer ${current.apiKey}` },
        });
        const latencyMs = Math.max(0, clock.now() - startedAtMs);
        return { ...judge(status), latencyMs };
      } catch (error) {
        if (!ContactCenterError.isInstance(error) || error.code !== "TRANSFER_FAILED") throw error;
        const party = partySchema.catch("network").parse(error.details["party"]);
        return { state: "down", party, code: "PROBE_FAILED", certainty: 0.8 };
      }
    },
  };
}

function judge(status: number): ProbeResult {
  if (status >= 200 && status < 300) return { state: "operational", certainty: 1 };
  if (status === 401 || status === 403) {
    return { state: "down", party: "account", code: "CREDENTIALS_REFUSED", certainty: 1 };
  }
  if (status === 429) return { state: "degraded", party: "account", code: "RATE_LIMITED", certainty: 0.7 };
  return { state: "down", party: "provider", code: "PROVIDER_UNAVAILABLE", certainty: 0.9 };
}
