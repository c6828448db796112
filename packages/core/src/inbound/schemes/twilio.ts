import { createHash, createHmac } from "node:crypto";
import { equalInConstantTime } from "./equal-in-constant-time.js";
import { formFields } from "./form-fields.js";
import type { VerifyWebhook } from "./webhook-proof.js";

const FORM = /^application\/x-www-form-urlencoded\b/i;

/**
 * Twilio: base64 HMAC-SHA1 over the URL it called, with the names and values of the form behind it in the order of their names; another
 * body stands in the URL by its hash, `bodySHA256`. Twilio is not consistent about the port, so the URL is tried with and without it.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export const verifyTwilio: VerifyWebhook<"twilio"> = ({ header, body, publicUrls }, secret) => {
  const given = header("x-twilio-signature");
  if (given === undefined) return false;
  const isForm = FORM.test(header("content-type") ?? "");
  const signed = isForm || body.byteLength === 0 ? signedFields(body) : "";
  if (signed === undefined) return false;
  let matched = false;
  for (const url of publicUrls().flatMap(portVariants)) {
    // A body that is no form is signed by its hash or not at all.
    if (!isForm && body.byteLength > 0 && !namesHashOf(body, url)) continue;
    if (
      equalInConstantTime(
        given,
        createHmac("sha1", secret)
          .update(url + signed)
          .digest("base64"),
      )
    )
      matched = true;
  }
  return matched;
};

function signedFields(body: Uint8Array): string | undefined {
  const fields = body.byteLength === 0 ? [] : formFields(body);
  if (fields === undefined) return undefined;
  return [...fields]
    .sort(([left, leftValue], [right, rightValue]) => order(left, right) || order(leftValue, rightValue))
    .map(([name, value]) => name + value)
    .join("");
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The same address with its port written out and left out; anything else of it stays as it was sent. */
function portVariants(url: string): string[] {
  const parts = /^(https?):\/\/([^/?#]*?)(?::(\d+))?([/?].*)?$/.exec(url);
  if (parts === null) return [];
  const [, scheme = "", host = "", port, rest = ""] = parts;
  const standard = scheme === "https" ? "443" : "80";
  return [`${scheme}://${host}${rest}`, `${scheme}://${host}:${port ?? standard}${rest}`];
}

function namesHashOf(body: Uint8Array, url: string): boolean {
  const named = new URLSearchParams(url.split("?")[1] ?? "").getAll("bodySHA256");
  const hash = createHash("sha256").update(body).digest("hex");
  return named.length === 1 && equalInConstantTime((named[0] ?? "").toLowerCase(), hash);
}
