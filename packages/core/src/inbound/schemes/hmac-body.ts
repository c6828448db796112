import { createHmac } from "node:crypto";
import { equalInConstantTime } from "./equal-in-constant-time.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** HMAC over the raw body in one header, with a fixed prefix: Meta's `x-hub-signature-256: sha256=<hex>`. */
export const verifyHmacBody: VerifyWebhook<"hmac-body"> = (
  { headers, body },
  secret,
  { header, hash, encoding, prefix },
) => {
  const given = headers.get(header);
  if (given === null) return false;
  return equalInConstantTime(given, prefix + createHmac(hash, secret).update(body).digest(encoding));
};
