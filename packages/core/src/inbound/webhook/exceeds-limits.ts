import { exceedsJsonLimits } from "./exceeds-json-limits.js";

/** Bytes. So little is read in no time, however it is nested. */
const SMALL = 4_096;
const MOST_PARTS = 500;
const MOST_FIELDS = 10_000;
const BRACE = 0x7b;
const BRACKET = 0x5b;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Whether a body is more than any provider sends: too deep, too many members, parts or fields. Nothing is built of it. */
export function exceedsLimits(contentType: string, body: Uint8Array): boolean {
  if (body.byteLength <= SMALL) return false;
  const type = contentType.toLowerCase();
  if (type.startsWith("multipart/")) return count(body, "\n--") > MOST_PARTS;
  if (type.startsWith("application/x-www-form-urlencoded") && count(body, "&") > MOST_FIELDS) return true;
  return (type.includes("json") || looksLikeJson(body)) && exceedsJsonLimits(body);
}

function looksLikeJson(body: Uint8Array): boolean {
  const first = body.find((byte) => !BLANKS.has(byte));
  return first === BRACE || first === BRACKET;
}

function count(body: Uint8Array, text: string): number {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let found = 0;
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + text.length)) found += 1;
  return found;
}
