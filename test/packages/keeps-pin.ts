/**
 * True when a declared range stays within a pin: same operator, same major, and at least the pin's minor and patch.
 *
 * @param pin - `"^7.30"`, `"~5.9.3"`, `"2.1.0"` (exact) or `"0.28"` (exact up to the patch).
 */
export function keepsPin(declared: string, pin: string): boolean {
  const [, pinOperator, pinVersion] = split(pin);
  const [, operator, version] = split(declared);
  if (operator !== pinOperator) return false;
  if (pinOperator === "") return version === pinVersion || version.startsWith(`${pinVersion}.`);
  const wanted = pinVersion.split(".").map(Number);
  const asked = version.split(".").map(Number);
  if (asked[0] !== wanted[0]) return false;
  if (pinOperator === "~" && asked[1] !== wanted[1]) return false;
  for (const index of [1, 2]) {
    const difference = (asked[index] ?? 0) - (wanted[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function split(range: string): [whole: string, operator: string, version: string] {
  const match = /^([\^~]?)(\d+(?:\.\d+){0,2})$/.exec(range);
  return [range, match?.[1] ?? "?", match?.[2] ?? range];
}
