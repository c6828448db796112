import type { FileType } from "./file-type.js";

const MAGIC: readonly (readonly [FileType, readonly (number | undefined)[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38, undefined, 0x61]],
  // RIFF, four bytes of length, WEBP
  ["image/webp", [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
];
/** What a browser might take for a page, wherever it comes (https://mimesniff.spec.whatwg.org, the beginnings it looks for). */
const MARKUP =
  /^[\s\ufeff]*<(?:!|\?|html|head|script|iframe|h1|div|font|table|a\b|style|title|b\b|body|br|p\b|svg|math)/i;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** What a file is by its own bytes; nothing when it is none of the types that forms take. Its name and what was said of it count for nothing. */
export function detectFileType(bytes: Uint8Array): FileType | undefined {
  for (const [type, magic] of MAGIC)
    if (bytes.byteLength > magic.length && magic.every((byte, index) => byte === undefined || bytes[index] === byte))
      return type;
  return isPlainText(bytes) ? "text/plain" : undefined;
}

function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.byteLength === 0) return false;
  // Control characters but tab, line feed, form feed and carriage return are not in a text.
  for (const byte of bytes)
    if (byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d))
      return false;
  try {
    return !MARKUP.test(utf8.decode(bytes));
  } catch {
    // Not UTF-8: no text that every reader shows alike.
    return false;
  }
}
