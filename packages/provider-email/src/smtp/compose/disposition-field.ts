import { requireHeaderSafe } from "./require-header-safe.js";

const SIMPLE = /^[A-Za-z0-9 !#$&+\-.^_`{}~@,()']{1,60}$/;
const ATTRIBUTE_CHARACTER = /^[A-Za-z0-9!#$&+\-.^_`{}~]$/;
const PIECE_LENGTH = 56;

/**
 * Content-Disposition with the file's name: quoted where that is exact, else by RFC 2231 (UTF-8, percent-encoded, in pieces).
 * @throws {ComposeRefusal} HEADER_UNSAFE, CONTENT_NOT_UNICODE.
 */
export function dispositionField(disposition: "attachment" | "inline", filename: string): string {
  requireHeaderSafe(filename);
  if (SIMPLE.test(filename) && filename.trim() === filename)
    return `Content-Disposition: ${disposition}; filename="${filename}"`;
  const pieces = percentPieces(filename);
  const [first = "", ...rest] = pieces;
  if (rest.length === 0) return `Content-Disposition: ${disposition};\r\n filename*=UTF-8''${first}`;
  const lines = pieces.map((piece, index) => ` filename*${index}*=${index === 0 ? "UTF-8''" : ""}${piece}`);
  return `Content-Disposition: ${disposition};\r\n${lines.join(";\r\n")}`;
}

function percentPieces(filename: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of filename) {
    const encoded = ATTRIBUTE_CHARACTER.test(character) ? character : percentEncode(character);
    if (piece.length + encoded.length > PIECE_LENGTH) {
      pieces.push(piece);
      piece = "";
    }
    piece += encoded;
  }
  pieces.push(piece);
  return pieces;
}

function percentEncode(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
