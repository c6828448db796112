import { createHmac } from "node:crypto";
import { equalDigests } from "./equal-digests.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** HMAC over the raw body in one header, with a fixed prefix: Meta's `x-hub-signature-256: sha256=<hex>`. */
export const verifyHmacBody: VerifyWebhook<"hmac-body"> = (facts, secret, { header, hash, encoding, prefix }) => {
  const given = facts.header(header);
  if (given === undefined) return false;
  return equalDigests(given, prefix + createHmac(hash, secret).update(facts.body).digest(encoding));
};
