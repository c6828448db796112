import { equalInConstantTime } from "./equal-in-constant-time.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** A secret as the last part of the webhook's path: `/webhooks/<channel>/<secret>`. Weak: it does not cover the body. */
export const verifySecretPath: VerifyWebhook<"secret-path"> = ({ path }, secret) =>
  equalInConstantTime(decodeSafely(path.split("/").at(-1) ?? ""), secret);

function decodeSafely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not percent-encoding: it cannot be the secret, and is compared all the same.
    return part;
  }
}
