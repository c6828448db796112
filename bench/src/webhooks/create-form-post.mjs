import { createHmac, randomBytes } from "node:crypto";
import { MESSAGE_TEXT, messageId } from "../message.mjs";

/** The key every form token is signed with, the page the posts come from, and the channel. */
export const SIGNING_KEY = "bench-form-signing-key-of-some-length-0123456789";
export const FORM_ORIGIN = "https://bench.invalid";
export const FORM_CHANNEL = "contact";

/** A token as the form's host mints it: minted here, so that the clock runs over posts alone. */
function formToken() {
  const issued = Date.now().toString(36);
  const nonce = randomBytes(16).toString("base64url");
  const signed = `form-token\n${FORM_CHANNEL}\n${FORM_ORIGIN}\n${issued}\n${nonce}`;
  return `1.${issued}.${nonce}.${createHmac("sha256", SIGNING_KEY).update(signed).digest("base64url")}`;
}

/**
 * One submission as the element posts it, about 430 bytes of body, made before the clock runs.
 * @param {number} index @param {string} path @param {number} port
 */
export function createFormPost(index, path, port) {
  const body = new URLSearchParams({
    full_name: "Mia Example",
    email: "mia@example.com",
    topic: "order",
    message: `${messageId(index)} ${MESSAGE_TEXT.slice(0, 180)}`,
    _website: "",
    _token: formToken(),
    _lang: "en",
  }).toString();
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: ${FORM_ORIGIN}\r\naccept: application/json\r\n` +
      `content-type: application/x-www-form-urlencoded;charset=UTF-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
