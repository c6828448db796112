/** What a text becomes as an SMS. Shown before it is sent; the text itself is never changed (R8). */
export interface SmsDescription {
  /** `gsm-7` when every character is in the default alphabet or its extension table; one that is not makes it `ucs-2`. */
  readonly encoding: "gsm-7" | "ucs-2";
  /** Messages the network carries and bills; 0 for an empty text. */
  readonly segments: number;
  /** Septets (`gsm-7`) or 16-bit units (`ucs-2`) used. */
  readonly units: number;
  /** Units that still fit into the last segment. */
  readonly unitsLeft: number;
  /** The characters that made it `ucs-2`, each once, in order of appearance: at most 16. */
  readonly outsideGsm: readonly string[];
}

/** 3GPP TS 23.038 §6.2.1, default alphabet without the escape at 0x1B. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** §6.2.1.1, the extension table: two septets each. */
const EXTENDED = "\f^{}\\[~]|€";
const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(BASIC, (one): [string, number] => [one, 1]),
  ...Array.from(EXTENDED, (one): [string, number] => [one, 2]),
]);
const MOST_NAMED = 16;

/** Units of a single message, and of each part of a longer one: its header takes 6 of 140 bytes (TS 23.040 §9.2.3.24.1). */
const CAPACITY = { "gsm-7": { single: 160, part: 153 }, "ucs-2": { single: 70, part: 67 } } as const;

/** Counts a text as networks do: a character is never split between two parts. */
export function describeSms(text: string): SmsDescription {
  const outside = new Set<string>();
  const sizes: number[] = [];
  for (const character of text) {
    const septets = SEPTETS.get(character);
    if (septets === undefined && outside.size < MOST_NAMED) outside.add(character);
    sizes.push(septets ?? 0);
  }
  const encoding = outside.size === 0 ? "gsm-7" : "ucs-2";
  const widths = encoding === "gsm-7" ? sizes : [...text].map((character) => character.length);
  const { single, part } = CAPACITY[encoding];
  const units = widths.reduce((sum, width) => sum + width, 0);
  const outsideGsm = [...outside];
  if (units <= single) return { encoding, segments: units === 0 ? 0 : 1, units, unitsLeft: single - units, outsideGsm };
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > part) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return { encoding, segments, units, unitsLeft: part - used, outsideGsm };
}
