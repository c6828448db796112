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

/** Bytes outside the alphabet are ignored (RFC 2045 6.8); `=` ends a unit, because some mailers pad every line. */
function decodeBase64(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const text = source.replace(/[^A-Za-z0-9+/=]+/g, "");
  const padding = text.indexOf("=");
  if (padding < 0 || padding >= text.length - 2) return new Uint8Array(Buffer.from(text, "base64"));
  return new Uint8Array(Buffer.concat(text.split(/=+/).map((unit) => Buffer.from(unit, "base64"))));
}
