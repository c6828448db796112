import { createHmac } from "node:crypto";
import { equalInConstantTime } from "./equal-in-constant-time.js";
import { isRecent } from "./is-recent.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** Signatures in one header at most: a sender in rotation has two, a forger would have the hash computed for ever. */
const MAX_SIGNATURES = 8;

/**
 * Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, several `v1,<base64>` separated by blanks.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const verifyStandardWebhooks: VerifyWebhook<"standard-webhooks"> = (
  { headers, body, nowMs },
  secret,
  scheme,
) => {
  const id = headers.get("webhook-id");
  const timestamp = headers.get("webhook-timestamp");
  const signatures = headers.get("webhook-signature")?.split(" ") ?? [];
  if (id === null || timestamp === null || signatures.length > MAX_SIGNATURES) return false;
  if (!isRecent(timestamp, scheme.toleranceSeconds, nowMs)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  let matched = false;
  for (const signature of signatures) if (equalInConstantTime(signature, `v1,${expected}`)) matched = true;
  return matched;
};
