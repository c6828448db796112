const PADDING = 64;
const IGNORED = 65;
const VALUES = new Uint8Array(256).fill(IGNORED);
for (const [value, byte] of Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").entries()) {
  VALUES[byte] = value;
}
VALUES[0x3d] = PADDING;

/**
 * RFC 2045 6.8: bytes outside the alphabet are ignored. `=` ends a group, because some mailers pad every line. Written out
 * byte by byte, since a message that is nothing but padding would make a string decoder build millions of pieces.
 */
export function decodeBase64(source: Uint8Array): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(Math.floor((source.length * 3) / 4) + 3);
  let length = 0;
  let bits = 0;
  let group = 0;
  for (let index = 0; index < source.length; index++) {
    const value = VALUES[source[index] ?? 0] ?? IGNORED;
    if (value === IGNORED) continue;
    if (value === PADDING) {
      bits = 0;
      group = 0;
      continue;
    }
    bits = ((bits << 6) | value) & 0xffffff;
    group++;
    if (group > 1) target[length++] = (bits >> (8 - 2 * group)) & 0xff;
    if (group === 4) group = 0;
  }
  return target.slice(0, length);
}
