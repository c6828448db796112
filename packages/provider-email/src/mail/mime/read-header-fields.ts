import type { HeaderField } from "./header-field.js";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const latin = new TextDecoder("windows-1252");
const NON_ASCII = /[\u0080-\uffff]/;

/**
 * Splits a header block into fields, in document order.
 *
 * Unfolding removes the line break and keeps the white space (RFC 5322 2.2.3). Only space and tab continue a field: other
 * Unicode spaces do not, or a line could hide in the field above it. A bare CR inside a value becomes a space, so that a
 * value never carries a line end. Raw 8-bit values are read as UTF-8 (RFC 6532) or else as windows-1252.
 */
export function readHeaderFields(block: Uint8Array): HeaderField[] {
  const folded: string[][] = [];
  for (const line of linesOf(Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString("latin1"))) {
    const first = line.charCodeAt(0);
    const open = folded.at(-1);
    if (open !== undefined && (first === 0x20 || first === 0x09)) open.push(line);
    else if (line !== "") folded.push([line]);
  }
  const fields: HeaderField[] = [];
  for (const lines of folded) {
    const raw = lines.join("");
    const colon = raw.indexOf(":");
    if (colon <= 0) continue;
    const value = decodeRaw(raw.slice(colon + 1)).replace(/[\r\n]+/g, " ");
    fields.push({ name: trimBlanks(raw.slice(0, colon)).toLowerCase(), value: trimBlanks(value) });
  }
  return fields;
}

function linesOf(text: string): string[] {
  return text.split(text.includes("\n") ? /\r{0,8}\n/ : "\r");
}

function decodeRaw(value: string): string {
  if (!NON_ASCII.test(value)) return value;
  const bytes = Buffer.from(value, "latin1");
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return latin.decode(bytes);
    throw error;
  }
}

/** Index scan: a regular expression anchored at the end is quadratic in a long run of blanks. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
