const [CR, LF] = [0x0d, 0x0a];
const LONGEST_LINE_BYTES = 998;

/**
 * Whether SMTP carries bytes as they are (RFC 5321 §2.3.8, §4.5.3.1.6): ASCII without NUL in lines that end with CRLF, the last one too, of at most 998 bytes.
 * By a loop: a pattern that counts lines overflows its stack at some millions of them.
 */
export function isCarriedUnchanged(bytes: Uint8Array): boolean {
  let lineBytes = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === CR) {
      at += 1;
      if (bytes[at] !== LF || lineBytes > LONGEST_LINE_BYTES) return false;
      lineBytes = 0;
    } else if (byte === LF || byte === 0 || byte > 0x7f) return false;
    else lineBytes += 1;
  }
  return bytes.length > 0 && lineBytes === 0;
}
