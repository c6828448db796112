const SOFT_BREAK = "=\r\n";
/** 76 with the "=" of a soft break; an encoded byte takes three. */
const ROOM = 75;

/**
 * Quoted-printable in its binary form (RFC 2045 §6.7, rules 1 and 2 only): every CR, LF and other control byte is encoded and the
 * only line ends are soft ones, so that the decoded bytes are exactly the given ones, whatever a relay does to line ends, trailing
 * blanks or leading dots. Lines are at most 76 characters, never start with "." or "From ", never end with a blank.
 * @param atMessageEnd - true for a body that no boundary follows: the line end that SMTP needs there is made a soft one.
 */
export function encodeQuotedPrintable(bytes: Uint8Array, atMessageEnd: boolean): string {
  let out = "";
  let line = "";
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    const last = index === bytes.length - 1;
    let token = encodeByte(byte, last);
    if (line.length + token.length > ROOM) {
      out += line + SOFT_BREAK;
      line = "";
    }
    if (line === "" && startsBadly(bytes, index)) token = hex(byte);
    line += token;
    // Keeps the source readable: a line of the text begins a line of the code.
    if (byte === 0x0a && !last) {
      out += line + SOFT_BREAK;
      line = "";
    }
  }
  if (line === "") return out;
  return atMessageEnd ? out + line + SOFT_BREAK : out + line;
}

function encodeByte(byte: number, last: boolean): string {
  if (byte === 0x20) return last ? "=20" : " ";
  return byte > 0x20 && byte < 0x7f && byte !== 0x3d ? String.fromCharCode(byte) : hex(byte);
}

/** A dot is doubled by SMTP, "From " is quoted by mbox files: neither is met if it never begins a line. */
function startsBadly(bytes: Uint8Array, index: number): boolean {
  const byte = bytes[index];
  return byte === 0x2e || (byte === 0x46 && bytes[index + 1] === 0x72);
}

function hex(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
