import { createRequire } from "node:module";

type PhoneNumbers = typeof import("libphonenumber-js");

interface Loaded {
  readonly parse: PhoneNumbers["parsePhoneNumberFromString"];
  /** Countries by calling code, without its plus sign. */
  readonly byCode: ReadonlyMap<string, readonly string[]>;
}
let loaded: Loaded | undefined;

/** What is known of the world's numbers. Loaded with the first call: a host that only sends messages never waits for it. */
export function phoneNumbers(): Loaded {
  return (loaded ??= load());
}

function load(): Loaded {
  const { getCountries, getCountryCallingCode, parsePhoneNumberFromString } = createRequire(import.meta.url)(
    "libphonenumber-js",
  ) as PhoneNumbers;
  const byCode = new Map<string, string[]>();
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country);
    byCode.set(code, [...(byCode.get(code) ?? []), country]);
  }
  return { parse: parsePhoneNumberFromString, byCode };
}
