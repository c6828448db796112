import { equalInConstantTime } from "./equal-in-constant-time.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** A shared secret in a header. Weak: it does not cover the body. */
export const verifySecretHeader: VerifyWebhook<"secret-header"> = (facts, secret, { header }) => {
  const given = facts.header(header);
  return given !== undefined && equalInConstantTime(given, secret);
};
