import { outcomeOfStatus, type ProbeResult, type ProbeV1 } from "@plugboard/core/spec";
import { callAri } from "./ari/call-ari.js";
import type { AsteriskConnection } from "./asterisk-connection.js";

/** Capability `probe`: a ping, which says whether the exchange is there and lets us in. */
export function asteriskProbe(connection: AsteriskConnection): ProbeV1 {
  return {
    async doProbe(): Promise<ProbeResult> {
      const startedMs = performance.now();
      const response = await callAri(connection, {
        ...{ operation: "probe", method: "GET", path: ["asterisk", "ping"] },
      });
      const latencyMs = performance.now() - startedMs;
      if (response.status === 200) return { state: "operational", certainty: 1, latencyMs };
      const outcome = outcomeOfStatus(response, connection.clock.now());
      if (outcome.outcome === "received") return { state: "operational", certainty: 0.5, latencyMs };
      const state = outcome.code === "RATE_LIMITED" ? "degraded" : "down";
      return { state, party: outcome.party, code: outcome.code, certainty: 1, latencyMs };
    },
  };
}
