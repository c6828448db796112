import { defineProvider, outcomeOfStatus } from "@plugboard/core/spec";
import { callGateway, webrtcCalls } from "./webrtc-calls.js";
import { webrtcCredentialsSchema } from "./webrtc-credentials.js";
import { WebrtcEvents } from "./webrtc-events.js";
import { webrtcManifest } from "./webrtc-manifest.js";
import { webrtcSettingsSchema } from "./webrtc-settings.js";

/** Operators' telephones in the browser: the host asks their pages through the site's gateway, and is told by it what happens. */
export const webrtc = defineProvider({
  manifest: webrtcManifest,
  settings: webrtcSettingsSchema,
  credentials: webrtcCredentialsSchema,
  open(connection) {
    return {
      calls: webrtcCalls(connection),
      inboundEvents: new WebrtcEvents(),
      probe: {
        async doProbe() {
          const startedMs = performance.now();
          const response = await callGateway(connection, { operation: "probe", method: "GET", path: "/api/ping" });
          const latencyMs = performance.now() - startedMs;
          if (response.status === 200) return { state: "operational", certainty: 1, latencyMs };
          const outcome = outcomeOfStatus(response, connection.clock.now());
          if (outcome.outcome === "received") return { state: "operational", certainty: 0.5, latencyMs };
          const state = outcome.code === "RATE_LIMITED" ? "degraded" : "down";
          return { state, party: outcome.party, code: outcome.code, certainty: 1, latencyMs };
        },
      },
      close: () => Promise.resolve(),
    };
  },
});
