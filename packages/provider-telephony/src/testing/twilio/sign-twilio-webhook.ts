import { createHmac } from "node:crypto";

/**
 * Twilio's signature of a form: base64 HMAC-SHA1 of the address it calls and the sorted fields.
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signTwilioWebhook(url: string, body: string, authToken: string): string {
  const fields = [...new URLSearchParams(body)].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return createHmac("sha1", authToken)
    .update(url + fields.map(([name, value]) => name + value).join(""))
    .digest("base64");
}
