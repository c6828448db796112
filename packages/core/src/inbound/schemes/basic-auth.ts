import { equalInConstantTime } from "./equal-in-constant-time.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** HTTP Basic (RFC 7617); the secret is `user:password`. Weak: it does not cover the body. */
export const verifyBasicAuth: VerifyWebhook<"basic-auth"> = ({ header }, secret) => {
  const given = header("authorization");
  return given !== undefined && equalInConstantTime(given, `Basic ${Buffer.from(secret).toString("base64")}`);
};
