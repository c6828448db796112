/** The value below which so many of a hundred lie, by rank. @param values - at least one, in any order. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil((rank / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("percentile of nothing");
  return value;
}
