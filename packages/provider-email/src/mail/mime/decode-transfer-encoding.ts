import { decodeBase64 } from "./decode-base64.js";
import { decodeQuotedPrintable } from "./decode-quoted-printable.js";

/**
 * Undoes a Content-Transfer-Encoding (RFC 2045 6). Nothing else is changed: no line end, no trailing newline.
 * @returns bytes with a buffer of their own; for `7bit`, `8bit`, `binary` and unknown names a copy of the input.
 */
export function decodeTransferEncoding(bytes: Uint8Array, encoding: string): Uint8Array<ArrayBuffer> {
  if (encoding === "base64") return decodeBase64(bytes);
  if (encoding === "quoted-printable") return decodeQuotedPrintable(bytes);
  return new Uint8Array(bytes);
}
