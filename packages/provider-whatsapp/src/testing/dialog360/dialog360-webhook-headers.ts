import { DIALOG360_WEBHOOK_HEADER } from "../../dialog360/index.js";

/** The header with the secret, as it was set with the webhook's address. */
export function dialog360WebhookHeaders(webhookSecret: string): Record<string, string> {
  return { [DIALOG360_WEBHOOK_HEADER]: webhookSecret };
}
