import { type WebhookRegistrationV1, readJsonAnswer } from "@plugboard/core/spec";
import { z } from "zod";
import { checkedCall } from "../cloud-api/checked-call.js";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import type { Dialog360Connection } from "./dialog360-route.js";
import { DIALOG360_WEBHOOK_HEADER } from "./dialog360-webhook-header.js";

const webhookConfigSchema = z.object({ url: z.string() });

/**
 * Capability `webhookRegistration`: sets the number's webhook and the header it carries. There is one per number and no call that takes it back, only another
 * address.
 * @see https://docs.360dialog.com/api/whatsapp-api/webhook
 */
export function dialog360WebhookRegistration(
  route: CloudRoute,
  { credentials }: Dialog360Connection,
): WebhookRegistrationV1 {
  return {
    doRegister: async ({ url, secret }) => {
      const { current } = await credentials.resolve();
      const response = await checkedCall(route, {
        operation: "register-webhook",
        method: "POST",
        path: "/v1/configs/webhook",
        contentType: "application/json",
        body: JSON.stringify({ url, headers: { [DIALOG360_WEBHOOK_HEADER]: secret ?? current.webhookSecret } }),
      });
      readJsonAnswer(response, webhookConfigSchema);
      return { registrationId: "webhook" };
    },
  };
}
