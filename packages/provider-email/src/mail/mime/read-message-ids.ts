/** Message identifiers of at most 998 characters (a line of RFC 5322), with their angle brackets; identifiers written without are given brackets. */
export function readMessageIds(value: string): string[] {
  const text = value.slice(-VALUE_LIMIT);
  const bracketed = text.match(/<[^<>\s]{1,996}>/g);
  if (bracketed !== null) return bracketed;
  return text
    .split(/[\s,]+/)
    .filter((word) => /^[^<>@]{1,500}@[^<>@]{1,500}$/.test(word))
    .map((word) => `<${word}>`);
}

const VALUE_LIMIT = 200_000;
