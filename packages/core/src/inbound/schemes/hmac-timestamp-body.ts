import { createHmac } from "node:crypto";
import { equalDigests } from "./equal-digests.js";
import { isRecent } from "./is-recent.js";
import type { VerifyWebhook } from "./webhook-proof.js";

/** HMAC over timestamp, separator and raw body; timestamp (Unix seconds) and signature in a header each. */
export const verifyHmacTimestampBody: VerifyWebhook<"hmac-timestamp-body"> = (
  { header, body, nowMs },
  secret,
  scheme,
) => {
  const given = header(scheme.signatureHeader);
  const timestamp = header(scheme.timestampHeader);
  if (given === undefined || timestamp === undefined || !isRecent(timestamp, scheme.toleranceSeconds, nowMs))
    return false;
  const sum = createHmac(scheme.hash, secret)
    .update(timestamp + scheme.separator)
    .update(body);
  return equalDigests(given, scheme.prefix + sum.digest(scheme.encoding));
};
