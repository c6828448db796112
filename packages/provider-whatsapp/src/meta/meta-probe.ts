import { type ProbeResult, type ProbeV1, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { checkedCall } from "../cloud-api/checked-call.js";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import { probeResultOf } from "../cloud-api/probe-result.js";
import type { MetaSettings } from "./meta-settings.js";

const numberSchema = z.object({ id: z.string(), status: z.string().nullish() });

/**
 * Capability `probe`: reads the phone number's state with the channel's token; nothing is sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number
 */
export function metaProbe(route: CloudRoute, { graphVersion, phoneNumberId }: MetaSettings): ProbeV1 {
  return {
    doProbe: async (): Promise<ProbeResult> => {
      const startedAtMs = route.now();
      try {
        const path = `/${graphVersion}/${phoneNumberId}?fields=id,status`;
        const response = await checkedCall(route, { operation: "check-number", method: "GET", path });
        const { status } = readJsonAnswer(response, numberSchema);
        const latencyMs = Math.max(0, route.now() - startedAtMs);
        if (!status || status === "CONNECTED") return { state: "operational", certainty: 1, latencyMs };
        // FLAGGED, RESTRICTED, BANNED, PENDING …: Meta's word on the account's number.
        const state = status === "FLAGGED" ? "degraded" : "down";
        return { state, party: "account", code: "SENDER_NOT_CONNECTED", certainty: 1, latencyMs };
      } catch (error) {
        return probeResultOf(error);
      }
    },
  };
}
