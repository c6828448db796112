import { equalInConstantTime } from "./equal-in-constant-time.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** HTTP Basic (RFC 7617); the secret is `user:password`. Weak: it does not cover the body. */
export const verifyBasicAuth: VerifyWebhook<"basic-auth"> = ({ headers }, secret) => {
  const given = headers.get("authorization");
  return given !== null && equalInConstantTime(given, `Basic ${Buffer.from(secret).toString("base64")}`);
};
