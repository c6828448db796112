/** A delivery as it is written down. */
export interface RecordedDelivery {
  readonly contentType: string;
  readonly body: string;
}

/** Members whose texts say what kind of thing something is. */
const KINDS = [
  "type",
  "event",
  "events",
  "status",
  "kind",
  "object",
  "state",
  "reason",
  "RecordType",
  "Type",
  "mime_type",
  "currency",
];
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/**
 * A delivery without what it says of people: shape, kinds, times and small numbers stay; every other text becomes another one of the same length
 * and kind, the same for the same text within a delivery, so that ids still agree. What is not JSON or a form becomes empty.
 * @param keep - names of further members whose texts stay.
 */
export function scrubDelivery({ contentType, body }: RecordedDelivery, keep: readonly string[]): RecordedDelivery {
  const kept = new Set([...KINDS, ...keep]);
  const known = new Map<string, string>();
  const scrubText = (text: string): string => {
    const found = known.get(text) ?? otherText(text, known.size + 1);
    known.set(text, found);
    return found;
  };
  const scrub = (value: unknown, name: string): unknown => {
    if (typeof value === "string") return kept.has(name) || INSTANT.test(value) ? value : scrubText(value);
    // Seconds, milliseconds, codes and counts stay; a number with as many digits as a telephone number may be one.
    if (typeof value === "number") return isTelephoneLike(value) ? Number(scrubText(String(value))) : value;
    if (Array.isArray(value)) return value.map((part) => scrub(part, name));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, part]) => [isName(key) ? key : scrubText(key), scrub(part, key)]),
      );
    return value;
  };
  if (/json/i.test(contentType)) {
    try {
      return { contentType, body: JSON.stringify(scrub(JSON.parse(body), "")) };
    } catch {
      return { contentType, body: "" };
    }
  }
  if (/x-www-form-urlencoded/i.test(contentType)) {
    const fields = [...new URLSearchParams(body)].map(([name, value]): [string, string] => [
      isName(name) ? name : scrubText(name),
      String(scrub(value, name)),
    ]);
    return { contentType, body: new URLSearchParams(fields).toString() };
  }
  return { contentType, body: "" };
}

const isName = (key: string): boolean => /^[A-Za-z_][\w.:-]{0,63}$/.test(key);

/** Epoch seconds and milliseconds of this century have 10 and 13 digits and begin with 1 or 2. */
function isTelephoneLike(value: number): boolean {
  const digits = String(Math.abs(value));
  return /^\d{7,15}$/.test(digits) && !/^[12](?:\d{9}|\d{12})$/.test(digits);
}

/** Another text of the same length and classes of characters; addresses are ones nobody has (RFC 2606). */
function otherText(text: string, number: number): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return `person-${number}@example.net`;
  let state = number * 2_654_435_761;
  const next = (size: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1) >>> 0;
    return state % size;
  };
  return text.replace(/[\p{L}\p{N}]/gu, (character) => {
    if (/\d/.test(character)) return String(next(10));
    const letter = String.fromCharCode(97 + next(26));
    return /\p{Lu}/u.test(character) ? letter.toUpperCase() : letter;
  });
}
