import type { CountryCode } from "libphonenumber-js";
import { phoneNumbers } from "./phone-numbers.js";
import { dialledParts } from "./read-destination.js";

/** As a switch dials it abroad: with a plus, with two zeros, or with neither. */
const INTERNATIONAL = /^(?:\+|00)?([1-9][0-9]{6,14})$/;

/**
 * Telephone numbers that an address or a line's name dials (`sip:+4930901820@trunk`), in E.164: who does not want to be called is meant by them, too.
 * @param country - whose numbers are those without a country code; absent, nobody is known by them.
 */
export function numbersWithin(value: string, country?: string): string[] {
  const parts = [...new Set([value, ...dialledParts(value)])].map((part) => part.replace(/[()./ -]/g, ""));
  const found = parts.flatMap((part) => {
    const national = country === undefined || !/^[0-9]+$/.test(part) ? undefined : inCountry(part, country);
    const international = INTERNATIONAL.exec(part)?.[1];
    return [
      ...(national === undefined ? [] : [national]),
      ...(international === undefined ? [] : [`+${international}`]),
    ];
  });
  return [...new Set(found)].filter((number) => number !== value);
}

const inCountry = (part: string, country: string): string | undefined =>
  phoneNumbers().parse(part, country as CountryCode)?.number;
