import { type ProbeResult, type ProbeV1, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { checkedCall } from "../cloud-api/checked-call.js";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import { probeResultOf } from "../cloud-api/probe-result.js";

const webhookSchema = z.object({ url: z.string().nullish() });

/**
 * Capability `probe`: asks for the number's webhook address with the channel's key; nothing is sent. A number without one cannot receive, which is the account's
 * to mend.
 * @see https://docs.360dialog.com/api/whatsapp-api/webhook
 */
export function dialog360Probe(route: CloudRoute): ProbeV1 {
  return {
    doProbe: async (): Promise<ProbeResult> => {
      const startedAtMs = route.now();
      try {
        const check = { operation: "check-webhook", method: "GET", path: "/v1/configs/webhook" } as const;
        const { url } = readJsonAnswer(await checkedCall(route, check), webhookSchema);
        const latencyMs = Math.max(0, route.now() - startedAtMs);
        if (url) return { state: "operational", certainty: 1, latencyMs };
        return { state: "degraded", party: "account", code: "WEBHOOK_UNSET", certainty: 1, latencyMs };
      } catch (error) {
        return probeResultOf(error);
      }
    },
  };
}
