import { isUtf8 } from "node:buffer";

const SIGNATURES: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
  ["application/pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** The type of a file by its own bytes; what is UTF-8 without control characters is text. Undefined for everything else. */
export function sniffType(bytes: Uint8Array): string | undefined {
  const found = SIGNATURES.find(([, at, signature]) => signature.every((byte, index) => bytes[at + index] === byte));
  if (found !== undefined) return found[0];
  return isText(bytes) ? "text/plain" : undefined;
}

function isText(bytes: Uint8Array): boolean {
  // A loop: over ten million bytes a callback for each would keep everybody waiting.
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) return false;
  }
  return isUtf8(bytes);
}
