/** Shorter ones may stand in a person's text as well. */
const SHORTEST = 4;

/** Every text and number in a channel's settings, as text. */
export function ownValues(settings: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    else if ((typeof value === "string" || typeof value === "number") && String(value).length >= SHORTEST)
      found.add(String(value));
  };
  collect(settings);
  return found;
}
