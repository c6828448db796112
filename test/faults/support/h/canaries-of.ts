/** Shorter ones cannot be told from chance. */
const SHORTEST = 8;

/** Every secret of a structure of credentials, by its place, as canaries. */
export function canariesOf(credentials: unknown, place = "credential"): Record<string, string> {
  if (typeof credentials === "string") return credentials.length < SHORTEST ? {} : { [place]: credentials };
  if (typeof credentials !== "object" || credentials === null) return {};
  return Object.assign(
    {},
    ...Object.entries(credentials).map(([name, value]) => canariesOf(value, `${place}.${name}`)),
  ) as Record<string, string>;
}
