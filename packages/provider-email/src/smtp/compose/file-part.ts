import type { Attachment } from "@plugboard/core/spec";
import { ComposeRefusal } from "./compose-refusal.js";
import { dispositionField } from "./disposition-field.js";
import { encodeBase64Lines } from "./encode-base64-lines.js";
import { isCarriedUnchanged } from "./is-carried-unchanged.js";
import type { MimePart } from "./mime-part.js";
import { requireHeaderSafe } from "./require-header-safe.js";

const TOKEN = "[A-Za-z0-9!#$%&'*+\\-.^_`{|}~]+";
const MEDIA_TYPE = new RegExp(
  `^${TOKEN}/${TOKEN}(?:[ ]*;[ ]*${TOKEN}=(?:${TOKEN}|"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*"))*$`,
);
// eslint-disable-next-line no-control-regex -- the range of ASCII
const ASCII = /^[\x00-\x7f]*$/;
/**
 * A file, in base64. A `message/*` file may not be encoded (RFC 2046 §5.2.1), so it goes as it is where SMTP changes nothing
 * of it; a `multipart/*` "file" would be taken apart by the reader.
 * @throws {ComposeRefusal} ATTACHMENT_NOT_CARRIED, HEADER_UNSAFE, HEADER_NOT_ASCII, CONTENT_NOT_UNICODE.
 */
export function filePart(file: Attachment, disposition: "attachment" | "inline"): MimePart {
  const contentType = requireHeaderSafe(file.contentType);
  if (!MEDIA_TYPE.test(contentType) || /^multipart\//i.test(contentType))
    throw new ComposeRefusal("ATTACHMENT_NOT_CARRIED");
  const unencoded = /^message\//i.test(contentType);
  const fields = [
    `Content-Type: ${foldedType(contentType)}`,
    `Content-Transfer-Encoding: ${unencoded ? "7bit" : "base64"}`,
    dispositionField(disposition, file.filename),
  ];
  if (file.contentId !== undefined) fields.push(`Content-ID: <${requireAscii(file.contentId)}>`);
  if (!unencoded) return { fields, body: () => encodeBase64Lines(file.bytes) };
  if (!isCarriedUnchanged(file.bytes)) throw new ComposeRefusal("ATTACHMENT_NOT_CARRIED");
  return { fields, body: () => Buffer.from(file.bytes).toString("latin1") };
}

/** Broken before the blanks between parameters only: unfolding gives exactly what it was. What stands in quotes is a value. */
function foldedType(contentType: string): string {
  return contentType
    .split('"')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("; ", ";\r\n ") : part))
    .join('"');
}

function requireAscii(value: string): string {
  if (!ASCII.test(requireHeaderSafe(value))) throw new ComposeRefusal("HEADER_NOT_ASCII");
  return value;
}
