import { verify } from "node:crypto";
import { decodeCanonical } from "./decode-canonical.js";
import { isRecent } from "./is-recent.js";
import { publicKey } from "./public-key.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/**
 * Ed25519 over `timestamp|body`; the secret is the provider's public key, as base64 of its 32 bytes, base64 DER or PEM.
 * @see https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks
 */
export const verifyEd25519TimestampBody: VerifyWebhook<"ed25519-timestamp-body"> = (
  { header, body, nowMs },
  secret,
  scheme,
) => {
  const timestamp = header(scheme.timestampHeader);
  const signature = decodeCanonical(header(scheme.signatureHeader) ?? "", "base64");
  const key = publicKey(secret);
  if (timestamp === undefined || signature === undefined || !isRecent(timestamp, scheme.toleranceSeconds, nowMs))
    return false;
  if (key?.asymmetricKeyType !== "ed25519") return false;
  return verify(null, Buffer.concat([Buffer.from(`${timestamp}|`), body]), key, signature);
};
