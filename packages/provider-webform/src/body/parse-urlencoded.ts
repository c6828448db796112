/** Of all texts of a submission, as they are posted. More would hold up the host while it is decoded, and nobody writes it. */
export const MOST_TEXT_BYTES = 1_048_576;
const MOST_FIELDS = 500;
const [AMPERSAND, EQUALS, PERCENT, PLUS, BLANK] = [0x26, 0x3d, 0x25, 0x2b, 0x20];
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a hexadecimal digit is worth, by its code; 16 for everything else. */
const HEX = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 16 : value;
});

/**
 * Reads `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing) in one pass over its bytes, but strictly: what is not
 * UTF-8 or badly escaped is refused instead of replaced, since what a person wrote arrives as it was or not at all (R8).
 * @returns nothing when it cannot be read.
 */
export function parseUrlencoded(body: Uint8Array): Map<string, string[]> | undefined {
  const length = body.byteLength;
  if (length > MOST_TEXT_BYTES) return undefined;
  const values = new Map<string, string[]>();
  const decoded = Buffer.allocUnsafe(length);
  let [begin, end, fields] = [0, 0, 0];
  let name: string | undefined;
  let isAscii = true;
  const take = (): string => {
    const text = isAscii ? decoded.toString("latin1", begin, end) : utf8.decode(decoded.subarray(begin, end));
    begin = end;
    isAscii = true;
    return text;
  };
  try {
    for (let at = 0; at <= length; at += 1) {
      const byte = at === length ? AMPERSAND : (body[at] ?? 0);
      if (byte === AMPERSAND) {
        if (name === undefined && begin === end) continue;
        fields += 1;
        if (fields > MOST_FIELDS) return undefined;
        const last = take();
        add(values, name ?? last, name === undefined ? "" : last);
        name = undefined;
      } else if (byte === EQUALS && name === undefined) name = take();
      else {
        let code = byte === PLUS ? BLANK : byte;
        if (byte === PERCENT) {
          const [high = 16, low = 16] = [HEX[body[at + 1] ?? 0], HEX[body[at + 2] ?? 0]];
          if (high === 16 || low === 16) return undefined;
          code = high * 16 + low;
          at += 2;
        }
        if (code > 0x7f) isAscii = false;
        decoded[end] = code;
        end += 1;
      }
    }
  } catch {
    // Bad UTF-8.
    return undefined;
  }
  return values;
}

function add(values: Map<string, string[]>, name: string, value: string): void {
  const known = values.get(name);
  if (known === undefined) values.set(name, [value]);
  else known.push(value);
}
