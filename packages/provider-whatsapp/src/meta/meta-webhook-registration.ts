import { type WebhookRegistrationV1, readJsonAnswer } from "@plugboard/core/spec";
import { successAnswerSchema } from "../cloud-api/answer-schemas.js";
import { checkedCall } from "../cloud-api/checked-call.js";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import type { MetaConnection } from "./meta-route.js";

/**
 * Capability `webhookRegistration`: subscribes the app to the business account, with an address of its own in place of the app's. Meta asks the address with the
 * verify token before it answers, so the channel must be active and reachable.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
 */
export function metaWebhookRegistration(
  route: CloudRoute,
  { settings, credentials }: MetaConnection,
): Required<WebhookRegistrationV1> {
  const path = `/${settings.graphVersion}/${settings.businessAccountId}/subscribed_apps`;
  return {
    doRegister: async ({ url, secret }) => {
      const { current } = await credentials.resolve();
      const response = await checkedCall(route, {
        operation: "register-webhook",
        method: "POST",
        path,
        contentType: "application/json",
        body: JSON.stringify({ override_callback_uri: url, verify_token: secret ?? current.verifyToken }),
      });
      readJsonAnswer(response, successAnswerSchema);
      return { registrationId: settings.businessAccountId };
    },
    doUnregister: async () => {
      await checkedCall(route, { operation: "register-webhook", method: "DELETE", path });
    },
  };
}
