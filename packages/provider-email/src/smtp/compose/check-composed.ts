import { ComposeRefusal } from "./compose-refusal.js";

const LINE_LENGTH_BYTES = 998;
const CR = 0x0d;
const LF = 0x0a;

/**
 * Reads the finished message as a receiver would and compares: its header fields are exactly the intended ones, in order; every
 * line ends with CRLF and is at most 998 bytes long; no CR, LF or NUL stands alone anywhere. What this lets through can carry
 * neither a smuggled header nor a smuggled end of data (RFC 5321 §4.1.1.4), whatever the encoders did.
 * @param fieldNames - names of the intended fields.
 * @throws {ComposeRefusal} HEADER_UNSAFE, HEADER_TOO_LONG.
 */
export function checkComposed(message: Buffer, fieldNames: readonly string[]): void {
  const found: string[] = [];
  let inHeader = true;
  let start = 0;
  if (message.includes(0)) throw new ComposeRefusal("HEADER_UNSAFE");
  while (start < message.length) {
    const end = message.indexOf(LF, start);
    if (end < 1 || message[end - 1] !== CR) throw new ComposeRefusal("HEADER_UNSAFE");
    const lineEnd = end - 1;
    if (lineEnd - start > LINE_LENGTH_BYTES) throw new ComposeRefusal("HEADER_TOO_LONG");
    const strayCr = message.indexOf(CR, start);
    if (strayCr !== lineEnd) throw new ComposeRefusal("HEADER_UNSAFE");
    if (inHeader) {
      if (lineEnd === start) inHeader = false;
      else readHeaderLine(message.toString("latin1", start, lineEnd), found);
    }
    start = end + 1;
  }
  if (inHeader || found.length !== fieldNames.length || found.some((name, index) => name !== fieldNames[index]))
    throw new ComposeRefusal("HEADER_UNSAFE");
}

function readHeaderLine(line: string, found: string[]): void {
  if (/^[ \t]/.test(line)) {
    if (found.length === 0 || line.trim() === "") throw new ComposeRefusal("HEADER_UNSAFE");
    return;
  }
  const name = /^([\x21-\x39\x3b-\x7e]+):/.exec(line)?.[1];
  if (name === undefined) throw new ComposeRefusal("HEADER_UNSAFE");
  found.push(name);
}
