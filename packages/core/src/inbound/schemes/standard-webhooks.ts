import { createHmac } from "node:crypto";
import { equalDigests } from "./equal-digests.js";
import { isRecent } from "./is-recent.js";
import { standardWebhooksKey } from "./standard-webhooks-key.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** Signatures in one header at most: a sender in rotation has two, a forger would have the hash computed for ever. */
const MAX_SIGNATURES = 8;
/** A version and its signature. */
const ENTRY = /^v\d[a-z]?,[A-Za-z0-9+/=]{1,200}$/;

/**
 * Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, several `v1,<base64>` separated by blanks.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const verifyStandardWebhooks: VerifyWebhook<"standard-webhooks"> = ({ header, body, nowMs }, secret, scheme) => {
  const prefix = scheme.headerPrefix ?? "webhook-";
  const id = header(`${prefix}id`);
  const timestamp = header(`${prefix}timestamp`);
  const signatures = header(`${prefix}signature`)?.split(" ") ?? [];
  if (id === undefined || timestamp === undefined || signatures.length > MAX_SIGNATURES) return false;
  // Also what two headers are joined to: nobody signs twice.
  if (!signatures.every((signature) => ENTRY.test(signature))) return false;
  if (!isRecent(timestamp, scheme.toleranceSeconds, nowMs)) return false;
  const key = standardWebhooksKey(secret);
  if (key === undefined) return false;
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  let matched = false;
  for (const signature of signatures) if (equalDigests(signature, `v1,${expected}`)) matched = true;
  return matched;
};
