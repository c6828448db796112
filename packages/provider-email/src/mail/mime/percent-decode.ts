import { decodeCharset } from "./decode-charset.js";

/** RFC 2231 4: `%41` bytes in the named character set; anything else stands for itself. */
export function percentDecode(text: string, charset: string): string {
  if (!text.includes("%")) return text;
  const source = Buffer.from(text, "utf8");
  const target = new Uint8Array(source.length);
  let length = 0;
  for (let index = 0; index < source.length; index++) {
    const hex = source[index] === 0x25 ? source.toString("latin1", index + 1, index + 3) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      target[length++] = Number.parseInt(hex, 16);
      index += 2;
    } else target[length++] = source[index] ?? 0;
  }
  return decodeCharset(target.subarray(0, length), charset).text;
}
