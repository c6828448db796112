import { ComposeRefusal } from "./compose-refusal.js";
import { encodeBase64Lines } from "./encode-base64-lines.js";
import type { MimePart } from "./mime-part.js";

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A body of text, whose decoded bytes are the UTF-8 of the given string and nothing else.
 *
 * Always base64: "7bit" lets relays change line ends, trailing blanks and leading dots, and quoted-printable leaves open whose the last
 * line end is (of two readers tried, one adds one). In base64 no byte of the text is a line end, a dot or a blank on the wire.
 * Filters that distrust base64 make an exception for UTF-8.
 * @see https://wiki.apache.org/spamassassin/Rules/MIME_BASE64_TEXT
 * @throws {ComposeRefusal} CONTENT_NOT_UNICODE.
 */
export function textPart(text: string, subtype: "plain" | "html"): MimePart {
  if (LONE_SURROGATE.test(text)) throw new ComposeRefusal("CONTENT_NOT_UNICODE");
  return {
    fields: [`Content-Type: text/${subtype}; charset=utf-8`, "Content-Transfer-Encoding: base64"],
    body: () => encodeBase64Lines(Buffer.from(text)),
  };
}
