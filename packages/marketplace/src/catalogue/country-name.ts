const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** A country as a person calls it: `"Germany"`; a code that is none stays as it is. @param code - ISO 3166-1 alpha-2. */
export function countryName(code: string): string {
  // Anything but two letters is an error to Intl.
  return /^[A-Za-z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}
