import { createHash, createHmac } from "node:crypto";
import { equalDigests } from "./equal-digests.js";
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
  // Read once for both spellings of the address: reading costs more than the rest.
  let read: { readonly fields: string | undefined } | undefined;
  const fields = (): string | undefined => (read ??= { fields: isForm ? signedFields(body) : undefined }).fields;
  return publicUrls()
    .flatMap(portVariants)
    .some((url) => {
      const signed = signedBody(url, body, fields);
      if (signed === undefined) return false;
      const wanted = createHmac("sha1", secret).update(url).update(signed).digest("base64");
      return equalDigests(given, wanted);
    });
};

/** What stands behind the URL in what was signed; nothing when the body is signed in no way. The content type is not signed, so it decides little. */
function signedBody(url: string, body: Uint8Array, fields: () => string | undefined): string | undefined {
  const query = url.split("?")[1];
  const named = query === undefined ? [] : new URLSearchParams(query).getAll("bodySHA256");
  if (named.length > 0) return isHashOf(named, body) ? "" : undefined;
  return body.byteLength === 0 ? "" : fields();
}

function signedFields(body: Uint8Array): string | undefined {
  const fields = formFields(body);
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

function isHashOf(named: readonly string[], body: Uint8Array): boolean {
  const hash = createHash("sha256").update(body).digest("hex");
  return named.length === 1 && equalDigests((named[0] ?? "").toLowerCase(), hash);
}
