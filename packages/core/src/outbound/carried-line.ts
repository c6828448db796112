import type { Address, Recipient } from "../spec/message/address.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";

/** What `JSON.stringify` escapes: quotes, backslashes, control characters and surrogates without their other half. */
// eslint-disable-next-line no-control-regex -- control characters are among them
const NEEDS_ESCAPING = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * What goes to the provider, as the line of JSON that is stored and hashed. A text message, which most are, is written out by hand,
 * byte for byte as `JSON.stringify` would and in half its time; any other is left to it.
 */
export function carriedLine({ recipients, sender, content, replyToProviderMessageId }: OutboundMessage): string {
  if (content.type !== "text") return JSON.stringify({ recipients, sender, content, replyToProviderMessageId });
  let line = '{"recipients":[';
  for (let index = 0; index < recipients.length; index += 1) {
    const recipient = recipients[index];
    if (recipient !== undefined) line += (index === 0 ? "" : ",") + recipientText(recipient);
  }
  line += "]";
  if (sender !== undefined) line += `,"sender":${addressText(sender)}`;
  line += `,"content":{"type":"text","text":${quoted(content.text)}`;
  if (content.previewLinks !== undefined) line += `,"previewLinks":${String(content.previewLinks)}`;
  line += "}";
  if (replyToProviderMessageId !== undefined) line += `,"replyToProviderMessageId":${quoted(replyToProviderMessageId)}`;
  return `${line}}`;
}

function recipientText({ address, role }: Recipient): string {
  return `{"address":${addressText(address)},"role":"${role}"}`;
}

function addressText({ kind, value, name }: Address): string {
  const named = name === undefined ? "" : `,"name":${quoted(name)}`;
  return `{"kind":"${kind}","value":${quoted(value)}${named}}`;
}

function quoted(text: string): string {
  return NEEDS_ESCAPING.test(text) ? JSON.stringify(text) : `"${text}"`;
}
