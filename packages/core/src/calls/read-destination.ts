import { emergencyNumbers } from "./emergency-numbers.js";
import { phoneNumbers } from "./phone-numbers.js";

/** What somebody is called by. `value` is as it was given, to the character. */
export type Destination =
  | { readonly kind: "phone"; readonly value: string; readonly country: string | undefined }
  | { readonly kind: "sip" | "line"; readonly value: string }
  | { readonly kind: "emergency"; readonly number: string; readonly countries: readonly string[] }
  | { readonly kind: "invalid"; readonly problem: "NOT_E164" | "NOT_POSSIBLE" };

/** Digits with the separators people write between them, and nothing else. */
const DIALLED = /^[+*#]?[0-9(][0-9()./ -]*$/;

/**
 * Reads who is to be called. An emergency number is known in every form it would be dialled in: bare (`112`, `1-1-2`), behind a country code
 * (`+49112`), in a SIP address (`sip:112@…`), as a line's name (`PJSIP/112`).
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
  const sip = /^sips?:(?:([^@;?]*)@)?[^@]+$/i.exec(value);
  const name = sip === null ? value.split(/[/:]/).at(-1) : sip[1];
  const digits = (name ?? "").split(";")[0] ?? "";
  if (DIALLED.test(digits)) {
    const emergency = known(bare(digits)) ?? behindCode(digits, known);
    if (emergency !== undefined) return emergency;
  }
  return { kind: sip === null ? "line" : "sip", value };
}

type Known = (number: string, only?: readonly string[]) => Destination | undefined;

function readDialled(dialled: string, value: string, known: Known): Destination {
  const emergency = known(bare(dialled)) ?? behindCode(dialled, known);
  if (emergency !== undefined) return emergency;
  const phone = phoneNumbers().parse(value);
  // Only what is already E.164 is taken: a number that had to be completed would not be the one that was given (R8).
  if (phone?.number !== value) return { kind: "invalid", problem: "NOT_E164" };
  return phone.isPossible()
    ? { kind: "phone", value, country: phone.country }
    : { kind: "invalid", problem: "NOT_POSSIBLE" };
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
