import { createRequire } from "node:module";
import type { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js";

interface PhoneNumbers {
  readonly getCountries: typeof getCountries;
  readonly getCountryCallingCode: typeof getCountryCallingCode;
  readonly parsePhoneNumberFromString: typeof parsePhoneNumberFromString;
}

interface Loaded {
  readonly parse: typeof parsePhoneNumberFromString;
  /** Countries by calling code, without its plus sign. */
  readonly byCode: ReadonlyMap<string, readonly string[]>;
}
let loaded: Loaded | undefined;

/** What is known of the world's numbers. Loaded with the first call: a host that only sends messages never waits for it. */
export function phoneNumbers(): Loaded {
  return (loaded ??= load());
}

function load(): Loaded {
  const library = createRequire(import.meta.url)("libphonenumber-js") as PhoneNumbers;
  const byCode = new Map<string, string[]>();
  for (const country of library.getCountries()) {
    const code = library.getCountryCallingCode(country);
    byCode.set(code, [...(byCode.get(code) ?? []), country]);
  }
  return { parse: library.parsePhoneNumberFromString, byCode };
}
