import { TextDecoder } from "node:util";

/** Text out of bytes; `exact` is false when a byte had no meaning in the character set and became U+FFFD. */
export interface DecodedText {
  readonly text: string;
  readonly exact: boolean;
}

/** Labels seen in mail that the WHATWG Encoding Standard does not list (separators and `x-` already removed). */
const ALIASES = new Map([
  ["iso88598i", "iso-8859-8"],
  ["iso88598e", "iso-8859-8"],
  ["shiftjis", "shift_jis"],
  ["windows31j", "shift_jis"],
  ["cp932", "shift_jis"],
  ["ms932", "shift_jis"],
  ["windows932", "shift_jis"],
  ["cp936", "gbk"],
  ["windows936", "gbk"],
  ["cp949", "euc-kr"],
  ["ms949", "euc-kr"],
  ["uhc", "euc-kr"],
  ["cp950", "big5"],
  ["windows950", "big5"],
  ["cp874", "windows-874"],
  ["tis620", "windows-874"],
  ["eucjp", "euc-jp"],
  ["euckr", "euc-kr"],
  ["iso2022jp", "iso-2022-jp"],
  ["iso2022jp1", "iso-2022-jp"],
  ["iso2022jp2", "iso-2022-jp"],
  ["iso2022jpms", "iso-2022-jp"],
  ["cp50220", "iso-2022-jp"],
  ["cp50221", "iso-2022-jp"],
]);
/** Labels that promise 7 bits, or nothing: 8-bit bytes under them are UTF-8 far more often than anything else. */
const UNDECLARED = new Set([
  "",
  "us-ascii",
  "ascii",
  "ansi_x3.4-1968",
  "7bit",
  "8bit",
  "binary",
  "unknown",
  "unknown-8bit",
  "default",
  "none",
]);
const LABEL_LIMIT = 60;
const decoders = new Map<string, TextDecoder>();

/**
 * Decodes bytes without dropping a byte order mark or touching line ends.
 * @param charset - label as the sender wrote it; empty or absent: UTF-8 when the bytes are valid UTF-8, else windows-1252.
 */
export function decodeCharset(bytes: Uint8Array, charset = ""): DecodedText {
  const label = charset.slice(0, LABEL_LIMIT).trim().toLowerCase();
  if (!UNDECLARED.has(label)) return decodeExactly(bytes, labelFor(label, bytes));
  const asUtf8 = decodeExactly(bytes, "utf-8");
  return asUtf8.exact ? asUtf8 : decodeExactly(bytes, "windows-1252");
}

function decodeExactly(bytes: Uint8Array, label: string): DecodedText {
  const text = decoderFor(label).decode(bytes);
  if (!text.includes("\ufffd")) return { text, exact: true };
  // A sender may write U+FFFD itself; only a round trip through UTF-8 tells that from a replaced byte.
  return { text, exact: label === "utf-8" && Buffer.compare(Buffer.from(text, "utf8"), bytes) === 0 };
}

function labelFor(label: string, bytes: Uint8Array): string {
  if (/^(?:csunicode|iso-10646-ucs-2|ucs-2|unicode|utf-16)$/.test(label)) {
    return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-16le";
  }
  if (isSupported(label)) return label;
  const bare = label.replace(/^(?:x-ms-|x-|cs)/, "").replace(/[\s._-]+/g, "");
  const alias = ALIASES.get(bare) ?? bare;
  return isSupported(alias) ? alias : "windows-1252";
}

function isSupported(label: string): boolean {
  try {
    return decoderFor(label).encoding !== "replacement";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function decoderFor(label: string): TextDecoder {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(label, { ignoreBOM: true });
  decoders.set(label, decoder);
  return decoder;
}
