import { verify } from "node:crypto";
import { decodeCanonical } from "./decode-canonical.js";
import { isRecent } from "./is-recent.js";
import { publicKey } from "./public-key.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/**
 * ECDSA P-256 with SHA-256 over timestamp and raw body; the secret is the provider's public key, as PEM or base64 DER.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export const verifyEcdsaTimestampBody: VerifyWebhook<"ecdsa-timestamp-body"> = (
  { header, body, nowMs },
  secret,
  scheme,
) => {
  const timestamp = header(scheme.timestampHeader);
  const signature = decodeCanonical(header(scheme.signatureHeader) ?? "", "base64");
  const key = publicKey(secret);
  if (timestamp === undefined || signature === undefined || !isRecent(timestamp, scheme.toleranceSeconds, nowMs))
    return false;
  if (key?.asymmetricKeyDetails?.namedCurve !== "prime256v1") return false;
  return verify("sha256", Buffer.concat([Buffer.from(timestamp), body]), key, signature);
};
