/** Rounds to significant digits, so that tables stay readable; null stays null. @param {number | null | undefined} value */
export function roundTo(value, digits = 4) {
  return typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}
