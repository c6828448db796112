import { encodeWords } from "./encode-words.js";
import { requireHeaderSafe } from "./require-header-safe.js";

const LINE_LENGTH = 76;
/** Printable ASCII that starts and ends with a visible character: what a reader trims or joins is not in it. */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** A word this long might pass the limit of a line together with the field's name. */
const LONGEST_PLAIN_WORD = 900;

/**
 * The value of an unstructured field (Subject, X-…): as it is where that comes back exactly, else as encoded words.
 * @param nameLength - characters of the field name, for the first line's length.
 * @throws {ComposeRefusal} HEADER_UNSAFE, CONTENT_NOT_UNICODE.
 */
export function encodeHeaderText(value: string, nameLength: number): string {
  requireHeaderSafe(value);
  if (value === "") return "";
  const folded = PLAIN.test(value) && !value.includes("=?") ? fold(value, LINE_LENGTH - nameLength - 2) : undefined;
  return folded ?? (nameLength + 2 + 64 > LINE_LENGTH ? `\r\n ${encodeWords(value)}` : encodeWords(value));
}

/** Breaks before single blanks only: unfolding drops the line break and keeps the blank (RFC 5322 §2.2.3). */
function fold(value: string, firstLineLength: number): string | undefined {
  if (value.length <= firstLineLength) return value;
  const words = value.split(" ");
  // Two blanks in a row can end up as a line of blanks, which is no longer part of the field for some readers.
  if (words.some((word) => word === "" || word.length > LONGEST_PLAIN_WORD)) return undefined;
  let lines = "";
  let line = words[0] ?? "";
  let room = firstLineLength;
  for (const word of words.slice(1)) {
    if (line.length + 1 + word.length <= room) {
      line += ` ${word}`;
    } else {
      lines += `${line}\r\n`;
      line = ` ${word}`;
      room = LINE_LENGTH;
    }
  }
  return lines + line;
}
