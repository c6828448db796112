import { createHmac } from "node:crypto";

/** The account whose calls come in; simulated. */
export const TWILIO = {
  accountSid: `AC${"0".repeat(31)}7`,
  authToken: "bench-auth-token-000000000000000000",
  from: "+14155550100",
};
/** As Twilio knows the host: what its signature covers. */
export const PUBLIC_URL = "https://bench.invalid";

/**
 * A call that comes in, as Twilio posts it: about 430 bytes and a signature over address and fields.
 * @param {number} index @param {string} path @param {number} port
 */
export function createCallRequest(index, path, port) {
  const fields = {
    AccountSid: TWILIO.accountSid,
    ApiVersion: "2010-04-01",
    CallSid: `CA${index.toString(16).padStart(32, "0")}`,
    CallStatus: "ringing",
    CallToken: "%7B%22parentCallInfoToken%22%3A%22simulated%22%7D",
    Called: TWILIO.from,
    CalledCountry: "US",
    Caller: "+4915112345201",
    CallerCountry: "DE",
    Direction: "inbound",
    From: "+4915112345201",
    FromCountry: "DE",
    To: TWILIO.from,
    ToCountry: "US",
  };
  const body = new URLSearchParams(fields).toString();
  const signed = PUBLIC_URL + path + Object.entries(fields).flat().join("");
  const signature = createHmac("sha1", TWILIO.authToken).update(signed).digest("base64");
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: TwilioProxy/1.1\r\n` +
      `content-type: application/x-www-form-urlencoded\r\nx-twilio-signature: ${signature}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
