const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const MOST_FIELDS = 500;
const ESCAPED = /[%+]/;

/**
 * Reads `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing), but strictly: what is not UTF-8 or badly escaped is
 * refused instead of replaced, since what a person wrote arrives as it was or not at all (R8).
 * @returns nothing when it cannot be read.
 */
export function parseUrlencoded(body: Uint8Array): Map<string, string[]> | undefined {
  const values = new Map<string, string[]>();
  try {
    const text = utf8.decode(body);
    if (text === "") return values;
    const pairs = text.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) return undefined;
    for (const pair of pairs) {
      if (pair === "") continue;
      const equals = pair.indexOf("=");
      const name = decode(equals === -1 ? pair : pair.slice(0, equals));
      const value = equals === -1 ? "" : decode(pair.slice(equals + 1));
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  } catch {
    // A bad escape or bad UTF-8: nothing of it can be told apart safely.
    return undefined;
  }
  return values;
}

function decode(text: string): string {
  return ESCAPED.test(text) ? decodeURIComponent(text.replaceAll("+", " ")) : text;
}
