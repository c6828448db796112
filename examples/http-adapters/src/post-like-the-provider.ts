import { createHmac } from "node:crypto";
import { WEBHOOK_SECRET } from "./open-center.js";

/** Posts one message to the webhook, signed as the provider signs it. @returns the status of the answer. */
export async function postLikeTheProvider(origin: string, text: string): Promise<number> {
  const body = JSON.stringify({ id: "m-1", from: "+4930123456", text });
  const seconds = String(Math.floor(Date.now() / 1_000));
  const key = Buffer.from(WEBHOOK_SECRET.slice("whsec_".length), "base64");
  const sum = createHmac("sha256", key).update(`d-1.${seconds}.${body}`).digest("base64");
  const response = await fetch(`${origin}/api/webhooks/reception`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": "d-1",
      "webhook-timestamp": seconds,
      "webhook-signature": `v1,${sum}`,
    },
    body,
  });
  return response.status;
}
