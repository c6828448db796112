import { ComposeRefusal } from "./compose-refusal.js";
import { encodeBase64Lines } from "./encode-base64-lines.js";
import { encodeQuotedPrintable } from "./encode-quoted-printable.js";
import type { MimePart } from "./mime-part.js";

const LONE_SURROGATE = /\p{Surrogate}/u;
/** With more bytes than this to encode, base64 is the shorter one. */
const ENCODED_SHARE = 1 / 6;

/**
 * A body of text, whose decoded bytes are the UTF-8 of the given string and nothing else: there is no "7bit" form, because SMTP
 * and relays may change what ends a line.
 * @throws {ComposeRefusal} CONTENT_NOT_UNICODE.
 */
export function textPart(text: string, subtype: "plain" | "html"): MimePart {
  if (LONE_SURROGATE.test(text)) throw new ComposeRefusal("CONTENT_NOT_UNICODE");
  const bytes = Buffer.from(text);
  const readable = encodedCount(bytes) <= bytes.length * ENCODED_SHARE;
  return {
    fields: [
      `Content-Type: text/${subtype}; charset=utf-8`,
      `Content-Transfer-Encoding: ${readable ? "quoted-printable" : "base64"}`,
    ],
    body: (atMessageEnd) => {
      if (readable) return encodeQuotedPrintable(bytes, atMessageEnd);
      const lines = encodeBase64Lines(bytes);
      return atMessageEnd ? `${lines}\r\n` : lines;
    },
  };
}

function encodedCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes)
    if ((byte < 0x20 && byte !== 0x0a && byte !== 0x0d) || byte > 0x7e || byte === 0x3d) count++;
  return count;
}
