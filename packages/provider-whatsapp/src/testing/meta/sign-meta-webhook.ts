import { createHmac } from "node:crypto";

/**
 * The header Meta signs a webhook with: HMAC-SHA256 over the raw body, keyed by the app's secret.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function signMetaWebhook(body: string | Uint8Array, appSecret: string): Record<string, string> {
  return { "x-hub-signature-256": `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}` };
}
