/** ISO 8601 UTC of a Date header, or undefined when it is none. Comments such as `(JST)` are ignored. */
export function readDate(value: string): string | undefined {
  const text = value
    .slice(0, 100)
    .replace(/\([^()]{0,60}\)/g, " ")
    .trim();
  const instantMs = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(instantMs) ? undefined : new Date(instantMs).toISOString();
}
