import { createHmac } from "node:crypto";

/** What to sign. */
export interface HttpWebhook {
  /** As in the credentials: `whsec_` and base64. */
  readonly secret: string;
  /** Header `webhook-id`: the same for every repetition of a delivery. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/**
 * The headers with which the provider posts a webhook: HMAC-SHA256 over id, timestamp and body.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signHttpWebhook({ secret, id, timestampSeconds, body }: HttpWebhook): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": `v1,${signature}`,
  };
}
