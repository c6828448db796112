import { emergencyNumbers } from "./emergency-numbers.js";
import { phoneNumbers } from "./phone-numbers.js";

/** What somebody is called by. `value` is as it was given, to the character. */
export type Destination =
  | { readonly kind: "phone"; readonly value: string; readonly country: string | undefined }
  | { readonly kind: "sip" | "line"; readonly value: string }
  | { readonly kind: "emergency"; readonly number: string; readonly countries: readonly string[] }
  | { readonly kind: "invalid"; readonly problem: "NOT_E164" | "NOT_POSSIBLE" };

/** Digits with the separators people write between them, and the signs of a service code; nothing else. Digits of other scripts are no E.164. */
const DIALLED = /^[+*#(\p{Nd}][\p{Nd}()./ *#+-]*$/u;
/** Hides or shows the caller's number, and is followed by who is called: `*31#112`, `#31#112`, `*67911`. */
const SERVICE_CODE = /^(?:[*#]+\d{2,3}#|\*\d{2}(?=\d))/;

/** For an outside line, as exchanges have it, before the numbers that reach help everywhere; before others it would refuse too many extensions. */
const OUTSIDE_LINE = /^(?:00?|9)(?=(?:112|911)$)/;

/**
 * Reads who is to be called. An emergency number is known in every form it would be dialled in: bare (`112`, `1-1-2`), behind a country code
 * (`+49112`), a service code (`*31#112`) or the digit for an outside line (`0112`), in a SIP address (`sip:112@…`), in a line's name (`PJSIP/112`, `PJSIP/112@trunk`).
 * @param countries - whose emergency numbers count; all of the table when absent.
 */
export function readDestination(value: string, countries?: readonly string[]): Destination {
  const known = (number: string, only = countries): Destination | undefined => {
    const found = [...emergencyNumbers]
      .filter(([country, numbers]) => (only === undefined || only.includes(country)) && numbers.has(number))
      .map(([country]) => country);
    return found.length === 0 ? undefined : { kind: "emergency", number, countries: found };
  };
  if (DIALLED.test(value) || /^tel:/i.test(value)) return readDialled(value.replace(/^tel:/i, ""), value, known);
  for (const part of dialledParts(value)) {
    const emergency = DIALLED.test(part) ? emergencyIn(part, known) : undefined;
    if (emergency !== undefined) return emergency;
  }
  return { kind: /^sips?:/i.test(value) ? "sip" : "line", value };
}

/**
 * What of an address or a line's name a switch may dial: what stands before an `@`, and the last part of a name. A trunk's number
 * (`DAHDI/18/…`), a host's and a port's are none of it.
 */
export function dialledParts(value: string): string[] {
  const users = [...value.matchAll(/([^/@&]*)@/g)].map(([, user = ""]) => withoutScheme(user).split(":")[0] ?? "");
  const names = value
    .split("&")
    .map((one) => one.split("/").at(-1) ?? "")
    .filter((name) => !name.includes("@"))
    .flatMap((name) => withoutScheme(name).split(":"));
  return [...users, ...names].map((part) => withoutEscapes(part.split(";")[0] ?? "").normalize("NFKC"));
}

const withoutScheme = (name: string): string => name.replace(/^sips?:/i, "");

/** RFC 3261 §19.1.4: `%31` is a `1`. */
const withoutEscapes = (part: string): string =>
  part.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

type Known = (number: string, only?: readonly string[]) => Destination | undefined;

function readDialled(dialled: string, value: string, known: Known): Destination {
  const emergency = emergencyIn(dialled.normalize("NFKC"), known);
  if (emergency !== undefined) return emergency;
  const phone = phoneNumbers().parse(value);
  // Only what is already E.164 is taken: a number that had to be completed would not be the one that was given (R8).
  if (phone?.number !== value) return { kind: "invalid", problem: "NOT_E164" };
  return phone.isPossible()
    ? { kind: "phone", value, country: phone.country }
    : { kind: "invalid", problem: "NOT_POSSIBLE" };
}

function emergencyIn(dialled: string, known: Known): Destination | undefined {
  const number = dialled.replace(SERVICE_CODE, "");
  const within = bare(number).replace(OUTSIDE_LINE, "");
  return known(bare(dialled)) ?? known(bare(number)) ?? known(within) ?? behindCode(number, known);
}

const bare = (dialled: string): string => dialled.replace(/[^0-9]/g, "");

/** `+49112`: too short for a person's number, and what follows the country code is an emergency number there. */
function behindCode(dialled: string, known: Known): Destination | undefined {
  if (!dialled.startsWith("+")) return undefined;
  const digits = bare(dialled);
  if (digits.length > 9) return undefined;
  for (const length of [1, 2, 3]) {
    const rest = digits.slice(length);
    if (rest.length < 3) continue;
    const found = known(rest, countriesOf(digits.slice(0, length)));
    if (found !== undefined) return found;
  }
  return undefined;
}

const countriesOf = (code: string): readonly string[] => phoneNumbers().byCode.get(code) ?? [];
