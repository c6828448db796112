import { createHmac } from "node:crypto";
import { MESSAGE_TEXT, messageId } from "../message.mjs";

/** The app secret every variant verifies with. */
export const APP_SECRET = "bench-app-secret-of-some-length";
const HALF_TEXT = MESSAGE_TEXT.slice(0, 120);

/** One inbound WhatsApp message as Meta posts it, about 430 bytes. @param {number} index */
export function createWebhook(index) {
  const message = { from: "15550100001", id: `wamid.${messageId(index)}`, timestamp: "1767225600", type: "text" };
  const metadata = { display_phone_number: "15550199999", phone_number_id: "15550199999" };
  const contacts = [{ profile: { name: "Mia" }, wa_id: "15550100001" }];
  const messages = [{ ...message, text: { body: HALF_TEXT } }];
  const value = { messaging_product: "whatsapp", metadata, contacts, messages };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  });
}

/** `x-hub-signature-256` over the raw body. @param {string | Uint8Array} body */
export const signatureOf = (body) => `sha256=${createHmac("sha256", APP_SECRET).update(body).digest("hex")}`;

/**
 * The whole request as bytes, made before the clock runs.
 * @param {number} index @param {string} path @param {number} port
 */
export function createWebhookRequest(index, path, port) {
  const body = createWebhook(index);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: facebookexternalua\r\n` +
      `content-type: application/json\r\nx-hub-signature-256: ${signatureOf(body)}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
