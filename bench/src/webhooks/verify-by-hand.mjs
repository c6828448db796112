import { timingSafeEqual } from "node:crypto";
import { signatureOf } from "./create-webhook.mjs";

/** As one writes it by hand: HMAC over the raw body, compared in constant time. @param {Buffer} body @param {unknown} given */
export function verifyByHand(body, given) {
  const expected = Buffer.from(signatureOf(body));
  const actual = Buffer.from(String(given ?? ""));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
