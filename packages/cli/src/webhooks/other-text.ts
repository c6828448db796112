import { createHmac } from "node:crypto";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Another text of the same length and classes of characters, the same for the same text and key. Mail addresses and hosts are ones nobody has (RFC
 * 2606); a telephone number keeps its first two digits, so that it is one still.
 */
export function otherText(text: string, key: Uint8Array): string {
  const bytes = createHmac("sha256", key).update(text).digest();
  if (UUID.test(text)) return uuidOf(bytes);
  const person = `person-${bytes.toString("hex", 0, 6)}@example.net`;
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(text)) return person;
  if (/<[^\s@<>]+@[^\s@<>]+>\s*$/.test(text)) return `Person <${person}>`;
  const address = /^(https?|wss?):\/\/[^/?#]*(.*)$/is.exec(text);
  if (address !== null) return `${(address[1] ?? "").toLowerCase()}://example.net${classes(address[2] ?? "", bytes)}`;
  const telephone = /^((?:[a-z]{2,12}:)?\+?\d\d)(\d{5,13})$/.exec(text);
  if (telephone !== null) return `${telephone[1] ?? ""}${classes(telephone[2] ?? "", bytes)}`;
  return classes(text, bytes);
}

/** RFC 9562, version 4. */
function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** Letters become letters, digits digits, all else stays. */
function classes(text: string, seed: Uint8Array): string {
  let state = Buffer.from(seed).readUInt32BE(0) | 1;
  const next = (size: number): number => {
    // xorshift: nothing hangs on it but that texts look different.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % size;
  };
  return text.replace(/[\p{L}\p{N}]/gu, (character) => {
    if (/\p{N}/u.test(character)) return String(next(10));
    const letter = String.fromCharCode(97 + next(26));
    return /\p{Lu}/u.test(character) ? letter.toUpperCase() : letter;
  });
}
