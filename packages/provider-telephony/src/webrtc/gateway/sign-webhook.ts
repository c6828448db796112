import { createHmac } from "node:crypto";

/** Signs as Standard Webhooks has it. @param secret - `whsec_` and base64, or base64 alone. */
export function signWebhook(secret: string, id: string, body: string, nowMs: number): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
