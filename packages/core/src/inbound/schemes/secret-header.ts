import { equalInConstantTime } from "./equal-in-constant-time.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** A shared secret in a header. Weak: it does not cover the body. */
export const verifySecretHeader: VerifyWebhook<"secret-header"> = ({ headers }, secret, { header }) => {
  const given = headers.get(header);
  return given !== null && equalInConstantTime(given, secret);
};
