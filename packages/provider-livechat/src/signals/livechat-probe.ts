import type { ProbeV1 } from "@plugboard/core/spec";
import type { ChatContext } from "../serve/chat-context.js";

/** The channel works when its records can be read: nothing else stands between a visitor and the host. */
export function livechatProbe({ records, clock }: ChatContext): ProbeV1 {
  return {
    doProbe: async () => {
      const startedAtMs = clock.now();
      try {
        await records.read("probe");
      } catch {
        // Whatever the store said, it is the host's.
        return { state: "down", party: "host", code: "STORE_UNAVAILABLE", certainty: 1 };
      }
      return { state: "operational", certainty: 1, latencyMs: Math.max(0, clock.now() - startedAtMs) };
    },
  };
}
